"""Our accounts: one for the network, one for each current theme."""

import datetime as dt

import pytest

from stedennet.core.access import SYSTEM
from stedennet.fediverse.flows import identities
from stedennet.fediverse.models import Identity
from stedennet.network.flows.records import save_record
from stedennet.network.models import Theme, ThemeScheme

pytestmark = pytest.mark.django_db


def test_the_network_and_each_theme_of_today_have_an_account(on, monkeypatch):
    old = save_record(ThemeScheme(slug="oud", name="Oud", ends_on=dt.date(2020, 1, 1)), by=SYSTEM)
    save_record(Theme(scheme=old, slug="verlopen", name="Verlopen"), by=SYSTEM)
    now = save_record(ThemeScheme(slug="g40", name="G40-thema's", begins_on=dt.date(2020, 1, 1)), by=SYSTEM)
    save_record(Theme(scheme=now, slug="netwerk", name="Netwerk"), by=SYSTEM)
    assert identities.create_missing_identities() == 1
    assert [identity.name for identity in Identity.objects.all()] == ["netwerk", "smart-mobility", "thema-netwerk"]
    assert identities.create_missing_identities() == 0
