"""Since when an action is in its phase: the past is told as it was."""

import datetime as dt

import pytest

from stedennet.agenda.action_status import phase_of
from stedennet.agenda.flows import progress
from stedennet.agenda.models import Action, PhaseChange
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from tests.builders.editions import adopt, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = dt.timedelta(days=1)


@pytest.fixture
def edition(clock, eindhoven, utrecht):
    return adopt(make_edition(eindhoven, utrecht, actions=2))


@pytest.fixture
def commitment(edition):
    return edition.commitments.get(action__code="SM-1")


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
