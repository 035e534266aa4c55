"""Publishing and withdrawing an event is announced."""

import pytest

from stedennet.changes.models import Change
from tests.builders.events import last_mail, make_event

pytestmark = pytest.mark.django_db


def verbs(event):
    return list(Change.objects.filter(subject_type="events.eventpage").order_by("id").values_list("verb", flat=True))


def test_published_once_then_changed_then_withdrawn():
    event = make_event()
    event.save_revision().publish()
    event.unpublish()
    assert verbs(event) == ["published", "changed", "withdrawn"]


def test_calendars_see_each_publication_as_a_higher_sequence():
    event = make_event()
    assert event.sequence == 1
    event.save_revision().publish()
    event.refresh_from_db()
    assert event.sequence == 2


def test_who_registered_hears_that_it_was_cancelled(event, come):
    come("ada")
    event.is_cancelled = True
    event.save_revision().publish()
    assert last_mail("ada@example.org").template == "event_cancelled"
