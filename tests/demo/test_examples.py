"""One setting takes the examples of the demo off; what is true stays."""

import pytest

from stedennet.calls.models import Call
from stedennet.events.models import EventPage
from stedennet.lists.calls import CALLS
from stedennet.lists.events import EVENTS

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("demo_rows")]


def test_without_examples_the_lists_hold_what_is_true(settings):
    made_up = EventPage.objects.filter(is_example=True).count()
    calls, events = CALLS.rows().count(), EVENTS.rows().count()
    settings.SHOW_EXAMPLES = False
    assert (CALLS.rows().count(), EVENTS.rows().count()) == (calls - 3, events - made_up)
    assert not CALLS.rows().filter(is_example=True).exists()
    assert EVENTS.rows().exists()


def test_without_examples_they_have_no_page(client, settings):
    call, event = Call.objects.examples().first(), EventPage.objects.filter(is_example=True).first()
    addresses = [f"/oproepen/{call.slug}/", f"/evenementen/{event.slug}/"]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    settings.SHOW_EXAMPLES = False
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_without_examples_no_list_names_one(client, settings):
    settings.SHOW_EXAMPLES = False
    for address in ("/", "/agenda/", "/oproepen/", "/evenementen/", "/opgaven/"):
        page = client.get(address).content.decode()
        assert not [call.title for call in Call.objects.examples() if call.title in page], address
        assert not [event.title for event in EventPage.objects.filter(is_example=True) if event.title in page], address
