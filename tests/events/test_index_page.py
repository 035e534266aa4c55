"""There is one index page above all events."""

import pytest

from stedennet.events.flows import index_page
from stedennet.events.models import EventIndexPage

pytestmark = pytest.mark.django_db


def test_it_is_made_once():
    EventIndexPage.objects.all().delete()
    first = index_page.ensure_index_page()
    assert first.slug == index_page.SLUG
    assert index_page.ensure_index_page() == first
    assert EventIndexPage.objects.count() == 1
