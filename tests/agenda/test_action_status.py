"""How an action stands on a day in Amsterdam: phases, mergers, statements and other borders of freshness."""

import datetime as dt
from decimal import Decimal

import pytest

from stedennet.agenda.action_status import phase_of, summarise_status
from stedennet.agenda.flows import progress
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Commitment, DueChange, Indicator, IndicatorPoint, Milestone, PhaseChange
from stedennet.agenda.overview import list_overviews
from stedennet.agenda.rules.freshness import Freshness
from stedennet.agenda.rules.status import Status
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.events.rules.calendars import AMSTERDAM

from .conftest import adopt, make_edition, speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = dt.timedelta(days=1)


@pytest.fixture
def edition(clock, eindhoven, utrecht):
    return adopt(make_edition(eindhoven, utrecht, actions=2))


@pytest.fixture
def commitment(edition):
    return edition.commitments.get(action__code="SM-1")


def standing(commitment):
    return summarise_status(Commitment.objects.with_parts().get(pk=commitment.pk), today=today())


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-03-15T22:59", Status.ON_SCHEDULE),  # 23:59 on the 15th in winter
        ("2026-03-15T23:00", Status.LATE),
        ("2026-06-15T21:59", Status.ON_SCHEDULE),  # 23:59 on the 15th in summer
        ("2026-06-15T22:00", Status.LATE),
        ("2026-03-28T22:59", Status.ON_SCHEDULE),  # the night in which the clock goes forward
        ("2026-03-28T23:00", Status.LATE),
        ("2026-03-29T21:59", Status.ON_SCHEDULE),
        ("2026-03-29T22:00", Status.LATE),
        ("2026-10-25T22:59", Status.ON_SCHEDULE),  # and back
        ("2026-10-25T23:00", Status.LATE),
        ("2026-12-31T22:59", Status.ON_SCHEDULE),
        ("2026-12-31T23:00", Status.LATE),
    ],
)
def test_a_milestone_is_late_when_its_day_is_over_in_amsterdam(commitment, clock, moment, status):
    clock.moment = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    due = today() if status == Status.ON_SCHEDULE else today() - DAY
    Milestone.objects.create(action=commitment.action, title="Plan", due_on=due)
    progress.record_progress_update(commitment, by=SYSTEM, text="Begonnen.", on=today())
    assert due.isoformat() == (clock.moment - dt.timedelta(minutes=1)).astimezone(AMSTERDAM).date().isoformat()
    assert standing(commitment).computed == status


def test_what_is_stated_at_half_past_midnight_counts_for_that_day(commitment, clock):
    clock.moment = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    progress.state_status(commitment, "late", by=SYSTEM, reason="Te weinig mensen.")
    whole = Commitment.objects.with_parts().get(pk=commitment.pk)
    assert summarise_status(whole, today=dt.date(2026, 7, 2)).shown == Status.LATE
    assert summarise_status(whole, today=dt.date(2026, 7, 1)).stated is None


def test_the_phase_of_a_day_is_the_phase_of_then(commitment, clock):
    assert phase_of(commitment.action, today=today()) == ""
    begin = today()
    clock.later(days=10)
    progress.change_phase(commitment, "planning", by=SYSTEM)
    clock.later(days=10)
    progress.change_phase(commitment, "doing", by=SYSTEM, on=today() - 5 * DAY)
    action = Action.objects.get(code="SM-1")
    told = {days: phase_of(action, today=begin + days * DAY) for days in (0, 9, 10, 14, 15, 20)}
    assert told == {0: "", 9: "", 10: "planning", 14: "planning", 15: "doing", 20: "doing"}


def test_a_phase_of_before_the_last_change_or_to_come_is_refused(commitment, clock):
    progress.change_phase(commitment, "planning", by=SYSTEM)
    for wrong in (today() - DAY, today() + DAY):
        with pytest.raises(Refused):
            progress.change_phase(commitment, "doing", by=SYSTEM, on=wrong)
    assert PhaseChange.objects.count() == 1


def test_in_the_phase_done_it_is_done_since_that_day(commitment, clock):
    Milestone.objects.create(action=commitment.action, title="Plan", due_on=today() - DAY)
    progress.change_phase(commitment, "done", by=SYSTEM)
    assert standing(commitment).computed == Status.DONE
    progress.change_phase(commitment, "evaluating", by=SYSTEM)
    assert standing(commitment).computed == Status.LATE


def test_a_milestone_that_was_moved_tells_its_old_day_and_the_past_keeps_it(client, commitment, clock):
    begin = today()
    goal = save_record(Milestone(action=commitment.action, title="Plan", due_on=begin + 5 * DAY), by=SYSTEM)
    clock.later(days=8)
    assert standing(commitment).computed == Status.LATE
    goal.due_on = begin + 90 * DAY
    save_record(goal, by=SYSTEM)
    save_record(goal, by=SYSTEM)
    assert standing(commitment).computed == Status.NOT_STARTED
    whole = Commitment.objects.with_parts().get(pk=commitment.pk)
    assert summarise_status(whole, today=begin + 7 * DAY).computed == Status.LATE
    (was,) = DueChange.objects.all()
    assert (was.before, was.after, was.on) == (begin + 5 * DAY, begin + 90 * DAY, today())
    assert "tot 10 maart 2026 stond hier 7 maart 2026" in client.get("/agenda/acties/SM-1/").content.decode()


def test_an_editors_change_of_phase_is_dated_too(commitment):
    action = commitment.action
    action.phase = "doing"
    save_record(action, by=SYSTEM)
    save_record(action, by=SYSTEM)
    assert [(one.before, one.after, one.on) for one in PhaseChange.objects.all()] == [("", "doing", today())]


def test_an_action_was_not_merged_before_the_day_on_which_it_was(edition, commitment, clock):
    begin = today()
    clock.later(days=5)
    action = commitment.action
    action.merged_into = Action.objects.get(code="SM-2")
    save_record(action, by=SYSTEM)
    assert action.merged_on == today()
    before, after = (
        {one.code: one.computed for one in list_overviews(edition, today=day)}["SM-1"] for day in (begin, today())
    )
    assert (before, after) == (Status.NOT_STARTED, Status.MERGED)
    action.merged_into = None
    save_record(action, by=SYSTEM)
    assert action.merged_on is None


@pytest.mark.parametrize(
    ("days", "freshness"),
    [(5, Freshness.FRESH), (6, Freshness.ACCEPTABLE), (11, Freshness.AGEING), (21, Freshness.STALE)],
)
def test_a_network_sets_its_own_borders_of_freshness(settings, commitment, clock, days, freshness):
    settings.FRESHNESS_DAYS = (5, 10, 20)
    progress.confirm_action(commitment, by=SYSTEM)
    clock.later(days=days)
    assert standing(commitment).freshness == freshness


@pytest.fixture
def indicator(commitment):
    return Indicator.objects.create(action=commitment.action, name="Sensoren", unit="stuks")


def test_a_partner_measures_and_a_day_has_one_value(commitment, indicator, eindhoven, utrecht):
    by = speaks_for(eindhoven)
    first = progress.record_measurement(commitment, indicator, Decimal(5), by=by, on=today())
    assert progress.record_measurement(commitment, indicator, Decimal(5), by=by, on=today()) == first
    with pytest.raises(Refused, match="staat er al: 5 stuks"):
        progress.record_measurement(commitment, indicator, Decimal(7), by=by, on=today())
    progress.record_measurement(commitment, indicator, Decimal(7), by=by, on=today(), replaces=True)
    assert [one.value for one in IndicatorPoint.objects.all()] == [7]
    with pytest.raises(Refused, match="moet nog komen"):
        progress.record_measurement(commitment, indicator, Decimal(7), by=by, on=today() + DAY)
    with pytest.raises(NotAllowed):
        progress.record_measurement(commitment, indicator, Decimal(9), by=speaks_for(utrecht), on=today())


def test_a_value_of_another_action_is_not_touched(edition, indicator):
    other = edition.commitments.get(action__code="SM-2")
    with pytest.raises(Indicator.DoesNotExist):
        progress.record_measurement(other, indicator, Decimal(9), by=SYSTEM, on=today())
