"""The fast reading of a whole edition says of each action what the reading of that one action says."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.agenda.flows import editions
from stedennet.agenda.models import (
    Action,
    Commitment,
    Confirmation,
    DueChange,
    Edition,
    Indicator,
    IndicatorPoint,
    Milestone,
    ProgressUpdate,
    StatedStatus,
)
from stedennet.agenda.overview import build_overview, list_current_overviews, list_overviews
from stedennet.agenda.rules.editions import Step
from stedennet.agenda.rules.status import STATABLE, MilestoneState
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.dates import PlanPrecision
from tests.builders.editions import make_edition, partner

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = dt.date(2026, 3, 2)
DAYS = st.integers(-400, 400).map(lambda days: TODAY + dt.timedelta(days=days))
PRECISION = st.sampled_from(PlanPrecision.values)
MILESTONE = st.fixed_dictionaries(
    {
        "due_on": st.none() | DAYS,
        "precision": PRECISION,
        "state": st.sampled_from(MilestoneState.values),
        "moves": st.lists(st.tuples(DAYS, st.none() | DAYS, PRECISION), max_size=2),
    }
)
ACTION = st.fixed_dictionaries(
    {
        "milestones": st.lists(MILESTONE, max_size=3),
        "updates": st.lists(DAYS, max_size=2),
        "confirmations": st.lists(DAYS, max_size=2),
        "stated": st.none() | st.tuples(st.sampled_from(STATABLE), st.integers(0, 400)),
        "values": st.lists(st.integers(0, 10), max_size=2),
        "begins_on": st.none() | DAYS,
        "done_on": st.none() | DAYS,
        "stopped_on": st.none() | DAYS,
    }
)


def fill(edition, actions):
    Commitment.objects.all().delete()
    Action.objects.all().delete()
    for number, facts in enumerate(actions, 1):
        action = Action.objects.create(
            code=f"T-{number}",
            done_on=facts["done_on"],
            stopped_on=facts["stopped_on"],
            stopped_reason="Zomaar." if facts["stopped_on"] else "",
        )
        Commitment.objects.create(edition=edition, action=action, title="Actie", begins_on=facts["begins_on"])
        for one in facts["milestones"]:
            completed_on = one["due_on"] if one["state"] == MilestoneState.DONE else None
            fields = {name: value for name, value in one.items() if name != "moves"}
            milestone = Milestone.objects.create(action=action, title="Plan", completed_on=completed_on, **fields)
            for on, before, precision in one["moves"]:
                DueChange.objects.create(milestone=milestone, on=on, before=before, before_precision=precision)
        for day in facts["updates"]:
            ProgressUpdate.objects.create(action=action, on=day, text="Nieuws")
        for day in facts["confirmations"]:
            Confirmation.objects.create(action=action, on=day, at=now())
        if facts["stated"]:
            status, age = facts["stated"]
            at = now() - dt.timedelta(days=age)
            StatedStatus.objects.create(action=action, status=status, reason="Zo is het.", at=at)
        if facts["values"]:
            meter = Indicator.objects.create(action=action, name="Sensoren", unit="stuks", direction="up")
            IndicatorPoint.objects.create(indicator=meter, kind="target", on=TODAY, value=5)
            for days, value in enumerate(facts["values"]):
                IndicatorPoint.objects.create(
                    indicator=meter, kind="value", on=TODAY - dt.timedelta(days), value=value
                )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTION, max_size=3), later=st.integers(-30, 30))
def test_both_ways_of_reading_say_the_same(clock, db, actions, later):
    edition = Edition.objects.first() or make_edition()
    fill(edition, actions)
    day = TODAY + dt.timedelta(days=later)
    rows = Commitment.objects.in_edition(edition).with_parts().prefetch_related("partners__organisation")
    assert list_overviews(edition, today=day) == [build_overview(one, today=day) for one in rows]


def public_edition(*parties):
    """An edition that readers can see and that may still change."""
    return editions.take_step(make_edition(*parties), Step.CONSULT, by=SYSTEM, until=today())


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTION, max_size=3))
def test_a_short_list_says_the_same_as_the_agenda_but_for_themes_and_partners(clock, db, actions):
    edition = Edition.objects.first() or public_edition()
    fill(edition, actions)
    brief = list_current_overviews(Commitment.objects.all(), today=today())
    assert brief == [replace(one, themes=(), partners=()) for one in list_overviews(edition, today=today())]
    assert len(brief) == len(actions)


def test_an_ended_statement_is_not_in_a_short_list(eindhoven):
    edition = public_edition(eindhoven)
    action = edition.commitments.get().action
    StatedStatus.objects.create(action=action, status="late", reason="Te druk.", at=now(), ended_at=now())
    StatedStatus.objects.create(action=action, status="at_risk", reason="Het geld is op.", at=now())
    (found,) = list_current_overviews(Commitment.objects.all(), today=today())
    assert (found.shown, found.reason) == ("at_risk", "Het geld is op.")


def test_a_short_list_of_a_thousand_actions_takes_three_queries(eindhoven, django_assert_num_queries):
    edition = public_edition(eindhoven)
    actions = Action.objects.bulk_create(Action(code=f"X-{number}") for number in range(1, 1001))
    Commitment.objects.bulk_create(Commitment(edition=edition, action=action, title="Actie") for action in actions)
    with django_assert_num_queries(3):
        assert len(list_current_overviews(Commitment.objects.all(), today=today())) == 1001


def test_a_milestone_that_was_postponed_later_was_late_on_an_earlier_day(db):
    edition = make_edition()
    fill(edition, [])
    action = Action.objects.create(code="T-1")
    Commitment.objects.create(edition=edition, action=action, title="Actie")
    due, postponed_on = TODAY - dt.timedelta(10), TODAY + dt.timedelta(10)
    milestone = Milestone.objects.create(action=action, title="Plan", due_on=TODAY + dt.timedelta(100))
    DueChange.objects.create(milestone=milestone, on=postponed_on, before=due, after=milestone.due_on)
    dates = {day: list_overviews(edition, today=day)[0].milestones[0].due_on for day in (TODAY, postponed_on)}
    assert dates == {TODAY: due, postponed_on: milestone.due_on}


def test_themes_partners_and_words_come_along(eindhoven, utrecht, mobility):
    edition = make_edition(eindhoven)
    one = edition.commitments.get()
    one.themes.add(mobility)
    partner(one, utrecht)
    (found,) = list_overviews(edition, today=TODAY)
    assert found.themes == (mobility,)
    assert found.organisations == {"eindhoven": "Eindhoven", "utrecht": "Utrecht"}
    assert found == build_overview(Commitment.objects.with_parts().get(), today=TODAY)
