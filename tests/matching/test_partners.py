"""Who fits a call: with reasons, within limits, without persons."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.accounts.flows import create_person
from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed
from stedennet.matching import cities, partners
from stedennet.matching.flows import choosing, telling
from stedennet.matching.models import Preference, Told
from stedennet.matching.rules.factors import Factor
from stedennet.network.models import Organisation, Representation, ThemeRole
from stedennet.outbox.models import OutgoingMail
from stedennet.search import shelves
from tests.core.clock import set_by_hand
from tests.initiatives.conftest import make_initiative
from tests.network.conftest import municipality
from tests.search.conftest import eindhoven, index, mobility, utrecht  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


@pytest.fixture
def company(db):
    return Organisation.objects.create(
        name="Laadbedrijf BV", slug="laadbedrijf", kind="company", source_url="https://example.org"
    )


@pytest.fixture
def call(clock, eindhoven, mobility):  # noqa: F811
    return Call.objects.create(
        slug="laadpleinen", kind="looking", title="Partner gezocht voor laadpleinen", what_for="Laden in de wijk.",
        work="Laadpalen plaatsen en onderhouden.", theme=mobility, organisation=eindhoven, state="published",
        state_at=now(), published_at=now(), closes_on=today() + dt.timedelta(days=60), owner_email="g@example.org",
    )  # fmt: skip


@pytest.fixture
def world(clock, index, mobility, eindhoven, utrecht, company):  # noqa: F811
    charging = make_initiative("Slim laden", theme=mobility, summary="Laadpalen in elke wijk.", lead=company)
    charging.cities.add(eindhoven)
    other = make_initiative("Deelfietsen", theme=mobility, summary="Fietsen delen bij het station.")
    other.cities.add(utrecht)
    index()


def found(call, **more):
    return partners.for_call(shelves.reader(), call, day=today(), **more)


def test_who_did_such_a_thing_comes_first_with_the_reasons(world, call):
    best = found(call)[0]
    assert best.organisation.name == "Laadbedrijf BV"
    assert best.reasons[0] == "deed “Slim laden”"
    assert "werkte 1 keer samen met Eindhoven" in best.reasons


def test_the_one_who_calls_is_not_suggested(world, call):
    assert "Eindhoven" not in [one.organisation.name for one in found(call)]


def test_only_the_kinds_that_are_wanted(world, call):
    call.wanted = ["municipality"]
    assert {one.organisation.kind for one in found(call)} <= {"municipality"}


def test_a_reader_may_switch_a_reason_off(world, call):
    reasons = [reason for one in found(call, without=[Factor.TOGETHER]) for reason in one.reasons]
    assert not [reason for reason in reasons if "samen" in reason]


def test_a_role_at_the_theme_counts(world, call, utrecht, mobility):  # noqa: F811
    ThemeRole.objects.create(theme=mobility, organisation=utrecht, role="lead")
    assert "trekt Smart Mobility" in next(one for one in found(call) if one.organisation.slug == "utrecht").reasons


def test_who_opted_out_is_not_named(world, call, company):
    Preference.objects.create(organisation=company, named=False)
    assert "Laadbedrijf BV" not in [one.organisation.name for one in found(call)]


def test_only_who_speaks_for_it_may_choose(company, clock):
    with pytest.raises(NotAllowed):
        choosing.choose(company, named=False, mailed=False, by=AnonymousUser(), day=today())


def test_the_queries_do_not_grow_with_the_number_of_organisations(world, call, index, mobility):  # noqa: F811
    counts = []
    for begin in (100, 200):
        for number in range(begin, begin + begin // 5):
            one = make_initiative(f"Laadpalen {number}", theme=mobility)
            city = municipality(f"GM{number:04}", f"Stad {number}")
            city.save()
            one.cities.add(city)
        index()
        with CaptureQueriesContext(connection) as queries:
            found(call)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


@pytest.fixture
def person(company):
    one = create_person(email="jo@laadbedrijf.example", name="Jo", password=None, by=SYSTEM)
    Representation.objects.create(user=one, organisation=company)
    return one


def test_the_people_of_who_fits_hear_of_a_call_once_and_one_a_week(world, call, person, clock, settings):
    settings.MATCH_LEAST = 0.2
    assert telling.tell(call) == 1
    assert telling.tell(call) == 0
    post = OutgoingMail.objects.get(to=person.email)
    assert "deed “Slim laden”" in post.text
    assert "g@example.org" not in post.text + post.html
    Call.objects.filter(pk=call.pk).update(slug="eerste")
    call.pk, call.slug = None, "tweede"
    call.save()
    assert telling.tell(call) == 0
    clock.later(days=8)
    assert telling.tell(call) == 1
    assert Told.objects.count() == 2
    assert mail.outbox == []


def test_one_click_stops_the_mails(world, call, person, company, client, settings):
    settings.MATCH_LEAST = 0.2
    address = f"/oproepen/mail-uit/{choosing.off_token(company)}/"
    assert "Laadbedrijf" in client.get(address).content.decode()
    assert not Preference.objects.exists()
    client.post(address)
    assert telling.tell(call) == 0
    assert client.post("/oproepen/mail-uit/vals/").status_code == 404


def test_the_pages_show_it(world, call, client, utrecht):  # noqa: F811
    assert "Laadbedrijf BV" in client.get("/oproepen/laadpleinen/").content.decode()
    page = client.get("/oproepen/laadpleinen/wie-past/?zonder=tekst&zonder=bestaat-niet").content.decode()
    assert "checked" in page
    assert "Deelfietsen" in client.get("/organisaties/eindhoven/vergelijkbaar/").content.decode()
    assert client.get("/organisaties/laadbedrijf/vergelijkbaar/").status_code == 404


def test_a_representative_chooses(company, person, client, clock):
    client.force_login(person)
    page = "/account/organisaties/laadbedrijf/partners/"
    assert page in client.get("/account/").content.decode()
    assert client.post(page, {"mailed": "on"}).status_code == 302
    chosen = Preference.objects.get()
    assert (chosen.named, chosen.mailed) == (False, True)
    assert client.get("/account/organisaties/utrecht-bestaat-niet/partners/").status_code == 404


def test_a_city_is_like_who_works_on_the_same(world, eindhoven, utrecht):  # noqa: F811
    best = cities.like(eindhoven, day=today())
    assert best[0].organisation.name == "Utrecht"
    assert [one.title for one in cities.they_do(best, but=eindhoven)] == ["Deelfietsen"]
