"""A province, two municipalities and a theme, for the tests of the network."""

import datetime as dt

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Organisation, Representation, Theme, ThemeRole, ThemeScheme

TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"


def municipality(code: str, name: str, **more) -> Organisation:
    """Build a municipality, without storing it."""
    fields = {"kind": "municipality", "slug": name.lower(), "tooi_uri": f"{TOOI}{(code or '').lower()}", **more}
    return Organisation(code=code, name=name, **fields)


@pytest.fixture
def eindhoven(db) -> Organisation:
    return save_record(municipality("GM0772", "Eindhoven"), by=SYSTEM)


@pytest.fixture
def utrecht(db) -> Organisation:
    return save_record(municipality("GM0344", "Utrecht"), by=SYSTEM)


@pytest.fixture
def mobility(db) -> Theme:
    scheme = save_record(ThemeScheme(slug="g5", name="G5-thema's"), by=SYSTEM)
    return save_record(Theme(scheme=scheme, slug="smart-mobility", name="Smart Mobility"), by=SYSTEM)


@pytest.fixture
def lead(mobility, eindhoven) -> ThemeRole:
    return save_record(
        ThemeRole(theme=mobility, organisation=eindhoven, role="lead", begins_on=dt.date(2018, 9, 20)), by=SYSTEM
    )


@pytest.fixture
def weesp(db):
    return save_record(municipality("GM0457", "Weesp"), by=SYSTEM)


@pytest.fixture
def amsterdam(db):
    return save_record(municipality("GM0363", "Amsterdam"), by=SYSTEM)


@pytest.fixture
def person(weesp):
    person = create_person(email="jo@weesp.example.org", name="Jo", password=None, by=SYSTEM)
    grant_representation(Representation(user=person, organisation=weesp, may_sign=True), by=SYSTEM)
    return person


@pytest.fixture
def editor(settings, db):
    settings.REQUIRE_SECOND_FACTOR = False
    return create_person(email="redactie@example.org", name="Redactie", password=None, by=SYSTEM, is_editor=True)
