"""How an action stands on a day in Amsterdam: phases, mergers, statements and other borders of freshness."""

import datetime as dt

import pytest

from stedennet.agenda.action_status import summarise_status
from stedennet.agenda.flows import progress
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Commitment, DueChange, Milestone, PhaseChange
from stedennet.agenda.overview import list_overviews
from stedennet.agenda.rules.freshness import Freshness
from stedennet.agenda.rules.status import Status
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.events.rules.calendars import AMSTERDAM
from tests.builders.editions import adopt, make_edition

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


def test_a_milestone_that_was_moved_tells_its_old_day_and_the_past_keeps_it(client, commitment, clock):
    begin = today()
    goal = save_record(Milestone(action=commitment.action, title="Plan", due_on=begin + 5 * DAY), by=SYSTEM)
    clock.later(days=8)
    assert standing(commitment).computed == Status.LATE
    goal.due_on = begin + 90 * DAY
    save_record(goal, by=SYSTEM)
    save_record(goal, by=SYSTEM)
    assert standing(commitment).computed == Status.UNREPORTED
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
    assert (before, after) == (Status.UNREPORTED, Status.MERGED)
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


def test_that_all_is_on_schedule_holds_half_a_year_and_a_warning_until_it_is_taken_back(commitment, edition, clock):
    progress.state_status(commitment, "on_schedule", by=SYSTEM, reason="Het loopt.")
    stated_on = today()
    clock.later(days=180)
    assert (standing(commitment).shown, standing(commitment).reported_on) == (Status.ON_SCHEDULE, stated_on)
    clock.later(days=1)
    assert (standing(commitment).shown, standing(commitment).stated) == (Status.UNREPORTED, None)
    assert {action.code: action.shown for action in list_overviews(edition, today=today())}["SM-1"] == "unreported"
    progress.state_status(commitment, "at_risk", by=SYSTEM, reason="Het geld is op.")
    clock.later(days=900)
    assert standing(commitment).shown == Status.AT_RISK


def test_nobody_states_that_nothing_was_reported(commitment):
    with pytest.raises(Refused, match="Kies een status"):
        progress.state_status(commitment, "unreported", by=SYSTEM, reason="Zomaar.")


def test_a_date_in_a_draft_makes_nothing_late_and_after_adoption_it_does(clock, eindhoven):
    edition = make_edition(eindhoven, actions=1)
    commitment = edition.commitments.get()
    Milestone.objects.create(action=commitment.action, title="Plan", due_on=today() - DAY)
    assert standing(commitment).shown == Status.UNREPORTED
    assert [action.shown for action in list_overviews(edition, today=today())] == [Status.UNREPORTED]
    edition = adopt(edition)
    assert standing(edition.commitments.get()).shown == Status.LATE
    assert [action.shown for action in list_overviews(edition, today=today())] == [Status.LATE]


def test_a_network_says_itself_when_silence_makes_an_action_unreported(settings, commitment, clock):
    settings.FRESHNESS_DAYS = (5, 10, 20)
    progress.record_progress_update(commitment, by=SYSTEM, text="Begonnen.", on=today())
    reported_on = today()
    clock.later(days=20)
    assert (standing(commitment).shown, standing(commitment).reported_on) == (Status.ON_SCHEDULE, reported_on)
    clock.later(days=1)
    assert (standing(commitment).shown, standing(commitment).reported_on) == (Status.UNREPORTED, reported_on)
