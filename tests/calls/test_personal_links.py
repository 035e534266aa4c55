"""A personal link works for one address only."""

import pytest

from stedennet.calls.flows import personal_links
from stedennet.calls.models import Call

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_link_of_the_owner_dies_with_the_address(call):
    token = personal_links.create_owner_token(call)
    assert personal_links.find_call_by_link(token) == call
    Call.objects.filter(pk=call.pk).update(owner_email="nieuw@example.org")
    assert personal_links.find_call_by_link(token) is None
