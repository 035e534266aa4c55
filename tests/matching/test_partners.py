"""Partners for a call: filters first, then factors, each with its reason; never persons."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from stedennet.core.clock import today
from stedennet.initiatives.models import Initiative
from stedennet.matching.models import Preference
from stedennet.matching.rules.factors import Factor
from stedennet.matching.rules.filters import Filter
from stedennet.network.models import Organisation, ThemeRole
from tests.builders.calls import make_call
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality
from tests.builders.suggestions import found, names, reasons

pytestmark = pytest.mark.django_db


def test_who_did_such_a_thing_comes_first_with_the_reasons(world, call):
    best = found(call)[0]
    assert best.organisation.name == "Laadbedrijf BV"
    assert str(best.reasons[0]) == "deed mee aan “Slim laden”"
    assert best.reasons[0].activity.address == "slim-laden"
    assert "werkte 1 keer samen met Eindhoven" in reasons([best], "Laadbedrijf BV")


def test_the_one_who_calls_is_not_suggested(world, call):
    assert "Eindhoven" not in names(found(call))


def test_the_call_itself_is_no_reason_for_anybody(world, call, index, utrecht):
    call.organisation = utrecht
    call.save()
    index()
    assert not [
        one for one in found(call) for reason in one.reasons if reason.activity and reason.activity.kind == "call"
    ]


def test_only_the_kinds_that_are_wanted_unless_a_reader_looks_further(world, call):
    call.wanted = ["municipality"]
    assert "Laadbedrijf BV" not in names(found(call))
    assert "Laadbedrijf BV" in names(found(call, without=[Filter.KIND]))


@pytest.fixture
def provinces(db):
    make = Organisation.objects.create
    return [make(kind="province", name=name, slug=name.lower()) for name in ("Oost", "West")]


def test_only_who_can_be_asked_for_the_province(world, call, company, utrecht, provinces):
    east, west = provinces
    call.province = east
    Organisation.objects.filter(pk=company.pk).update(province=west)
    assert "Laadbedrijf BV" not in names(found(call))
    assert "Laadbedrijf BV" in names(found(call, without=[Filter.REGION]))
    Organisation.objects.filter(pk=company.pk).update(province=east)
    assert "zit in Oost" in reasons(found(call), "Laadbedrijf BV")


def test_who_worked_in_the_province_can_be_asked_too(world, call, company, eindhoven, provinces, index):
    east, west = provinces
    call.province = east
    Organisation.objects.filter(pk=company.pk).update(province=west)
    Organisation.objects.filter(pk=eindhoven.pk).update(province=east)
    index()
    assert "werkte eerder in Oost" in reasons(found(call), "Laadbedrijf BV")


def test_the_seat_tells_the_province_of_a_company(world, call, company, eindhoven, provinces):
    east, west = provinces
    call.province = east
    Organisation.objects.filter(pk=eindhoven.pk).update(province=west)
    Organisation.objects.filter(pk=company.pk).update(seat=eindhoven)
    assert "Laadbedrijf BV" not in names(found(call))


@pytest.mark.parametrize("factor", list(Factor))
def test_a_reader_may_switch_a_reason_off(world, call, utrecht, company, mobility, factor):
    ThemeRole.objects.create(theme=mobility, organisation=utrecht, role="lead")
    Organisation.objects.update(longitude=5.0, latitude=52.0)
    assert {reason.factor for one in found(call) for reason in one.reasons} >= {Factor.TEXT, Factor.THEME, Factor.NEAR}
    assert factor not in {reason.factor for one in found(call, without=[factor]) for reason in one.reasons}


def test_all_reasons_off_leaves_nobody(world, call):
    assert found(call, without=list(Factor)) == []


def test_a_role_at_the_theme_counts(world, call, utrecht, mobility):
    ThemeRole.objects.create(theme=mobility, organisation=utrecht, role="lead")
    assert "trekt Smart Mobility" in reasons(found(call), "Utrecht")


def test_who_offers_what_is_looked_for_has_that_as_a_reason(world, call, index, utrecht):
    make_call("aanbod", kind="offering", title="Wij plaatsen laadpalen op laadpleinen", organisation=utrecht)
    index()
    assert "biedt zelf iets aan dat past: “Wij plaatsen laadpalen op laadpleinen”" in reasons(found(call), "Utrecht")


def test_an_offer_that_is_closed_is_no_reason(world, call, index, utrecht):
    make_call("aanbod", kind="offering", title="Wij plaatsen laadpalen op laadpleinen", organisation=utrecht,
              state="closed")  # fmt: skip
    index()
    assert Factor.OFFER not in {reason.factor for one in found(call) for reason in one.reasons}


def test_what_was_done_long_ago_counts_less(world, call, index, mobility):
    scores = []
    for year in (2015, today().year):
        Initiative.objects.filter(slug="slim-laden").update(begins_on=dt.date(year, 1, 1))
        index()
        scores.append(found(call)[0].score)
    assert scores[0] < scores[1]


def test_a_thing_that_shares_only_some_words_makes_a_low_score(world, call, index, mobility):
    best = found(call)[0].score
    strange = make_call("geluid", title="Microfoons voor de stiltekaart", what_for="Horen waar het stil is.",
                        work="Meetkastjes bouwen die in de wijk hangen.")  # fmt: skip
    index()
    suggestions = found(strange)
    assert not suggestions or suggestions[0].score < best / 2


def test_who_opted_out_is_not_named(world, call, company):
    Preference.objects.create(organisation=company, named=False)
    assert "Laadbedrijf BV" not in names(found(call))


def test_who_is_dissolved_is_not_named(world, call, company):
    Organisation.objects.filter(pk=company.pk).update(ends_on=today() - dt.timedelta(days=1))
    assert "Laadbedrijf BV" not in names(found(call))


def test_reasons_are_in_the_language_of_the_reader(world, call):
    with translation.override("en"):
        assert "has worked with Eindhoven 1 time" in reasons(found(call), "Laadbedrijf BV")


def test_no_person_is_in_any_reason(world, call, person, index):
    said = repr(found(call))
    assert "Laadbedrijf" in said
    assert "@" not in said
    assert "Gerda" not in said
    assert "Janssen" not in said


def test_a_call_of_somebody_without_an_organisation_has_suggestions_too(world, call):
    call.organisation, call.theme = None, None
    assert names(found(call))[0] == "Laadbedrijf BV"


def test_the_queries_do_not_grow_with_the_number_of_organisations(world, call, index, mobility):
    counts = []
    for number in range(3, 33):
        one = make_initiative(f"Laadpalen {number}", theme=mobility)
        city = municipality(f"GM{number:04}", f"Stad-{number}")
        city.save()
        one.cities.add(city)
        ThemeRole.objects.create(theme=mobility, organisation=city, role="participant")
        if number in (5, 32):
            index()
            with CaptureQueriesContext(connection) as queries:
                assert found(call)
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
