"""A province, two municipalities and a theme, for the tests of the network."""

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Representation
from tests.builders.organisations import municipality


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
