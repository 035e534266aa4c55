"""A card seen on another site is verified once browsers on two networks have seen it there."""

import pytest

from stedennet.spreading.flows.sightings import MAX_NEW_SITES, record_sighting
from stedennet.spreading.models import Dispatch, Sighting

pytestmark = pytest.mark.django_db
THING = ("network.theme", "1", "utrecht.example")


def test_one_network_alone_is_not_believed_however_often_it_tells(clock):
    for _time in range(3):
        record_sighting(*THING, network="een")
    assert Sighting.objects.get().verified_at is None
    assert not Dispatch.objects.exists()


def test_a_second_network_makes_it_believed_and_the_ledger_knows(clock):
    for network in ("een", "twee"):
        record_sighting(*THING, network=network)
    assert Sighting.objects.get().verified_at == clock.moment
    assert Dispatch.objects.get().where == "utrecht.example"


def test_what_is_believed_gets_one_line_a_day(clock):
    for network in ("een", "twee", "drie", "vier"):
        record_sighting(*THING, network=network)
    assert Dispatch.objects.get().many == 1
    clock.later(days=1)
    for network in ("een", "twee"):
        record_sighting(*THING, network=network)
    assert Dispatch.objects.count() == 2


def test_a_network_that_names_too_many_sites_adds_no_more(clock):
    for number in range(MAX_NEW_SITES):
        assert record_sighting("network.theme", "1", f"site-{number}.example", network="een")
    assert record_sighting("network.theme", "1", "nog-een.example", network="een") is None
    assert Sighting.objects.count() == MAX_NEW_SITES
