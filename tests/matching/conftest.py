"""A small network in which a company has done what a city now looks for."""

import datetime as dt

import pytest

from stedennet.accounts.flows import create_person
from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.matching import partners
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Organisation, Representation
from stedennet.search import index_store
from tests.core.clock import set_by_hand
from tests.initiatives.conftest import make_initiative
from tests.network.conftest import eindhoven, lead, mobility, utrecht  # noqa: F401
from tests.search.conftest import index  # noqa: F401


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


@pytest.fixture
def company(db):
    return Organisation.objects.create(
        name="Laadbedrijf BV", slug="laadbedrijf", kind="company", source_url="https://example.org"
    )


def make_call(slug="laadpleinen", **fields):
    values = {
        "kind": "looking", "title": "Partner gezocht voor laadpleinen", "what_for": "Laden in de wijk.",
        "work": "Laadpalen plaatsen en onderhouden.", "state": "published", "state_at": now(), "published_at": now(),
        "closes_on": today() + dt.timedelta(days=60), "owner_name": "Gerda Gever", "owner_email": "g@example.org",
    }  # fmt: skip
    return Call.objects.create(slug=slug, **values | fields)


@pytest.fixture
def call(clock, eindhoven, mobility):  # noqa: F811
    return make_call(theme=mobility, organisation=eindhoven)


@pytest.fixture
def world(clock, index, mobility, eindhoven, utrecht, company):  # noqa: F811
    charging = make_initiative("Slim laden", theme=mobility, summary="Laadpalen in elke wijk.", lead=company)
    charging.cities.add(eindhoven)
    other = make_initiative("Deelfietsen", theme=mobility, summary="Fietsen delen bij het station.")
    other.cities.add(utrecht)
    return index()


@pytest.fixture
def person(company):
    user = create_person(email="jo@laadbedrijf.example", name="Jo Janssen", password=None, by=SYSTEM)
    grant_representation(Representation(user=user, organisation=company), by=SYSTEM)
    return user


def found(call, **more):
    return partners.find_partners(index_store.open_reader(), call, day=today(), **more)


def names(suggestions):
    return [one.organisation.name for one in suggestions]


def reasons(suggestions, name):
    return [str(reason) for one in suggestions if one.organisation.name == name for reason in one.reasons]
