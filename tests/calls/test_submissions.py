"""Placing a call: confirmed by mail; choices and dates are checked."""

import datetime as dt

import pytest

from stedennet.calls.flows import reviews, submissions
from stedennet.calls.personal_links import CALL_LINK
from stedennet.calls.rules.states import State, Step
from stedennet.changes.models import Change
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from tests.builders.calls import GOOD, asking, mails, placed
from tests.builders.initiatives import link_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_placed_confirmed_judged_and_open(mobility, eindhoven, editor):
    call = placed()
    assert (call.state, call.organisation, call.theme) == (State.CONFIRMED, None, mobility)
    assert CALL_LINK.find(link_in(mails("jo@example.org", "Uw oproep")[0], "mijn")) == call
    assert not Change.objects.filter(subject_type="calls.call").exists()
    call = reviews.take_call_step(call, Step.PUBLISH, by=editor, scores=GOOD)
    assert (call.state, call.organisation) == (State.PUBLISHED, eindhoven)
    assert Change.objects.get(subject_type="calls.call").verb == "published"


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_the_day_of_closing_lies_ahead_and_within_a_year(mobility, days):
    with pytest.raises(Refused) as refused:
        submissions.submit_call(asking(closes_on=today() + dt.timedelta(days)), language="nl", once="1", page="/")
    assert refused.value.field == "closes_on"


@pytest.mark.parametrize("wrong", [{"wanted": ["koning"]}, {"gives": ["money", "money"]}, {"kind": "x"}])
def test_what_is_not_in_a_list_is_refused(mobility, wrong):
    with pytest.raises(Refused):
        submissions.submit_call(asking(**wrong), language="nl", once="1", page="/")
