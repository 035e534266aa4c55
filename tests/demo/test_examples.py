"""One setting takes the examples of the demo off; what is true stays."""

import pytest

from stedennet.calls.models import Call
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.lists.calls import CALLS
from stedennet.lists.events import EVENTS
from stedennet.lists.initiatives import INITIATIVES
from stedennet.lists.organisations import ORGANISATIONS
from stedennet.network.models import Organisation

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


def test_organisations_and_initiatives_that_are_examples_are_marked(client):
    organisations, initiatives = (
        Organisation.objects.filter(is_example=True),
        Initiative.objects.filter(is_example=True),
    )
    assert (organisations.count(), initiatives.count()) == (4, 1)
    for kind, rows in (("organisaties", organisations), ("initiatieven", initiatives)):
        slugs = set(rows.values_list("slug", flat=True))
        data = client.get(f"/{kind}/export.json").json()[kind]
        assert {row["adres"].rstrip("/").rsplit("/", 1)[1] for row in data if row["voorbeeld"]} == slugs
        for slug in slugs:
            assert '<strong class="badge">voorbeeld</strong>' in client.get(f"/{kind}/{slug}/").content.decode()


def test_without_examples_organisations_and_initiatives_hold_what_is_true(client, settings):
    everything = ORGANISATIONS.rows().count(), INITIATIVES.rows().count(), Adoption.objects.public().count()
    addresses = ["/organisaties/voorbeeldstad/", "/initiatieven/voorbeeld-lantaarnpalen-die-de-straat-meten/"]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    settings.SHOW_EXAMPLES = False
    left = ORGANISATIONS.rows().count(), INITIATIVES.rows().count(), Adoption.objects.public().count()
    assert left == (everything[0] - 4, everything[1] - 1, everything[2] - 3)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    for address in ("/organisaties/", "/initiatieven/", "/themas/healthy-urban-living/"):
        page = client.get(address).content.decode()
        assert "Voorbeeldstad" not in page, address
        assert "Voorbeeld: lantaarnpalen" not in page, address
