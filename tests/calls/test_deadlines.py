"""The end of a call: a reminder, extending it, closing after its last day, and the outcome."""

import datetime as dt

import pytest

from stedennet.calls.flows import deadlines
from stedennet.calls.models import Call, Interest
from stedennet.calls.rules.states import State, is_open
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from tests.builders.calls import answered, mails, owner

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_week_before_closing_one_reminder_and_one_click_makes_it_longer(clock, call):
    Call.objects.filter(pk=call.pk).update(closes_on=today() + dt.timedelta(20))
    assert deadlines.process_due_calls() == 0
    clock.later(days=14)
    assert deadlines.process_due_calls() == 1
    assert deadlines.process_due_calls() == 0
    assert len(mails("jo@example.org", "sluit bijna")) == 1
    longer = deadlines.extend_call(call, by=owner(call))
    assert longer.closes_on == today() + dt.timedelta(6 + 91)
    for _ in range(9):
        longer = deadlines.extend_call(call, by=owner(call))
    assert longer.closes_on == today() + dt.timedelta(366)


def test_after_its_last_day_it_closes_and_asks_for_the_outcome(clock, call):
    clock.later(days=65)
    deadlines.process_due_calls()
    call.refresh_from_db()
    assert call.state == State.CLOSED
    assert "Vertel op uw eigen pagina wat ervan kwam" in mails("jo@example.org", "is gesloten")[0].text
    with pytest.raises(Refused, match="gesloten"):
        answered(call)
    with pytest.raises(Refused):
        deadlines.record_outcome(call, "x", by=owner(call))
    told = deadlines.record_outcome(call, "found", by=owner(call), partner="Kaartenmaker BV")
    assert (told.outcome, told.outcome_partner) == ("found", "Kaartenmaker BV")
    assert deadlines.record_outcome(call, "none", by=owner(call), partner="X").outcome_partner == ""


def test_after_the_day_nobody_answers_also_before_the_worker_came(clock, call):
    clock.later(days=65)
    with pytest.raises(Refused, match="gesloten"):
        answered(call)
    assert not Interest.objects.exists()


def test_on_its_last_day_a_call_is_still_open(clock, call):
    clock.later(days=(call.closes_on - today()).days)
    assert today() == call.closes_on
    deadlines.process_due_calls()
    call.refresh_from_db()
    assert (call.state, list(Call.objects.open(today()))) == (State.PUBLISHED, [call])
    assert answered(call).call == call


@pytest.mark.parametrize(("days", "is_answerable"), [(-1, True), (0, True), (1, False)])
def test_a_call_closes_after_its_last_day_and_not_on_it(days, is_answerable):
    last_day = dt.date(2026, 5, 31)
    assert is_open(State.PUBLISHED, last_day, day=last_day + dt.timedelta(days)) is is_answerable
