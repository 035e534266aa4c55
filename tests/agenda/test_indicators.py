"""Indicators that stand by themselves: their source, their values of organisations and areas, and who records them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from stedennet.agenda.flows.indicators import record_values
from stedennet.agenda.flows.records import remove_record, save_record
from stedennet.agenda.models import Action, Indicator, IndicatorPoint
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.editions import make_edition
from tests.builders.indicators import build_point, make_indicator, measure
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def action(eindhoven):
    make_edition(eindhoven)
    return Action.objects.get()


def test_it_says_who_measures_it_and_how():
    for missing in ("publisher", "method"):
        with pytest.raises(Refused):
            make_indicator(**{missing: ""})


def test_the_list_of_values_keeps_its_address():
    with pytest.raises(Refused):
        make_indicator(slug="waarden")


def test_one_without_an_address_gets_one_that_is_free(action):
    assert make_indicator(slug=None).slug == "laadpunten"
    assert make_indicator(slug=None).slug == "laadpunten-2"
    own = save_record(Indicator(action=action, name="Laadpunten", unit="stuks"), by=SYSTEM)
    assert own.slug == "laadpunten-sm-1"


def test_the_indicator_of_an_action_has_a_direction(action):
    with pytest.raises(Refused):
        save_record(Indicator(action=action, name="Sensoren", unit="stuks", direction="none"), by=SYSTEM)


def test_many_values_are_recorded_at_once_and_are_no_news(eindhoven, utrecht):
    indicator = make_indicator()
    news = Change.objects.count()
    points = [build_point(10, eindhoven), build_point(20, utrecht), build_point(90, area="nl")]
    assert record_values(indicator, points, by=SYSTEM) == 3
    assert indicator.points.count() == 3
    assert Change.objects.count() == news


def test_a_value_of_the_same_day_and_place_is_replaced(eindhoven):
    indicator = make_indicator()
    measure(indicator, 10, eindhoven)
    twice = [build_point(11, eindhoven), build_point(12, eindhoven), build_point(13, eindhoven, 2023)]
    record_values(indicator, twice, by=SYSTEM)
    assert list(indicator.points.values_list("on__year", "value")) == [(2023, 13), (2024, 12)]


def test_only_editors_record_values(eindhoven):
    with pytest.raises(NotAllowed):
        record_values(make_indicator(), [build_point(1, eindhoven)], by=speaks_for(eindhoven))


@pytest.mark.parametrize("wrong", [{"source_url": ""}, {"publisher": ""}, {"area": "nl"}, {"kind": "target"}])
def test_a_value_of_an_organisation_has_a_source_and_one_place_and_is_no_target(eindhoven, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        measure(make_indicator(), 1, eindhoven, **wrong)


def test_a_value_without_a_place_belongs_to_the_indicator_of_an_action(eindhoven, action):
    own = save_record(Indicator(action=action, name="Sensoren", unit="stuks"), by=SYSTEM)
    for indicator, organisation in ((own, eindhoven), (make_indicator(), None)):
        point = build_point(1, organisation)
        point.indicator = indicator
        with pytest.raises(Refused) as refusal:
            save_record(point, by=SYSTEM)
        assert "op zichzelf staat" in refusal.value.message
    save_record(IndicatorPoint(indicator=own, kind="value", on=dt.date(2024, 1, 1), value=7), by=SYSTEM)


def test_it_keeps_its_kind_once_it_has_values(eindhoven, action):
    indicator = make_indicator()
    measure(indicator, 1, eindhoven)
    indicator.action = action
    with pytest.raises(Refused) as refusal:
        save_record(indicator, by=SYSTEM)
    assert "Maak een nieuwe" in refusal.value.message


def test_the_log_says_when_it_was_published_changed_and_withdrawn():
    indicator = make_indicator()
    save_record(indicator, by=SYSTEM)
    remove_record(indicator, by=SYSTEM)
    lines = Change.objects.filter(subject_type="agenda.indicator").order_by("pk")
    assert [line.verb for line in lines] == ["published", "changed", "withdrawn"]


def test_values_of_others_do_not_make_the_status_of_an_action(eindhoven, action):
    indicator = make_indicator(used_by=[action])
    measure(indicator, 1, eindhoven)
    assert list(action.indicators.all()) == []
    assert list(Indicator.objects.used_in(action)) == [indicator]
