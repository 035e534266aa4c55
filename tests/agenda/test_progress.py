"""Progress of an action: done, measured and stated by its parties."""

import datetime as dt
from decimal import Decimal

import pytest

from stedennet.agenda.action_status import summarise_status
from stedennet.agenda.flows import progress
from stedennet.agenda.models import Commitment, Indicator, IndicatorPoint, Milestone
from stedennet.agenda.rules.status import Status
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.editions import adopt, make_edition
from tests.builders.people import speaks_for

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


def test_in_the_phase_done_it_is_done_since_that_day(commitment, clock):
    Milestone.objects.create(action=commitment.action, title="Plan", due_on=today() - DAY)
    progress.change_phase(commitment, "done", by=SYSTEM)
    assert standing(commitment).computed == Status.DONE
    progress.change_phase(commitment, "evaluating", by=SYSTEM)
    assert standing(commitment).computed == Status.LATE


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
