"""The owner corrects a call before it is published, and sends it in again."""

import datetime as dt

import pytest

from stedennet.calls.flows import corrections, reviews
from stedennet.calls.rules.states import State, Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.calls import GOOD, owner, placed

pytestmark = pytest.mark.django_db


def corrected(call, *, by=None, **changes):
    return corrections.correct_call(call, {**corrections.get_correctable_texts(call), **changes}, by=by or owner(call))


def test_while_it_waits_the_owner_corrects_and_it_goes_on_waiting(mobility):
    call = corrected(placed(), title="Wie tekent een kaart?")
    assert (call.title, call.state) == ("Wie tekent een kaart?", State.CONFIRMED)


def test_asked_for_more_it_goes_back_to_the_editors_with_what_was_changed(mobility):
    call = reviews.take_call_step(placed(), Step.ASK, by=SYSTEM, words="Wat levert het op?", scores=GOOD)
    call = corrected(call, gives_in_words="Duizend euro.", words="Het geld staat erbij.")
    assert (call.state, call.state_words) == (State.CONFIRMED, "Het geld staat erbij.")


def test_a_day_of_closing_that_is_past_is_refused(mobility):
    with pytest.raises(Refused) as refused:
        corrected(placed(), closes_on=today() - dt.timedelta(days=1))
    assert refused.value.field == "closes_on"


def test_once_it_is_published_the_words_stay(call):
    with pytest.raises(Refused, match="niet meer"):
        corrected(call, title="Iets anders")


def test_nobody_else_corrects_it(mobility):
    call, other = placed(), placed(title="Een andere", email="an@example.org")
    with pytest.raises(NotAllowed):
        corrected(call, by=owner(other), title="Van mij")
