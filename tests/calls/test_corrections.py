"""The owner completes and corrects a call before it is published, and sends it in again."""

import datetime as dt

import pytest

from stedennet.calls.entered_fields import list_entered_fields
from stedennet.calls.flows import corrections, reviews
from stedennet.calls.rules.states import State, Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.calls import GOOD, owner, placed

pytestmark = pytest.mark.django_db


def corrected(call, *, by=None, **changes):
    return corrections.correct_call(
        call, {**corrections.get_correctable_fields(call), **changes}, by=by or owner(call)
    )


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


def test_what_was_not_asked_at_first_is_told_later_and_the_editor_sees_all_of_it(mobility):
    call = placed(work="", organisation="", name="", wanted=[], gives=[], theme="")
    told = {
        "work": "Een kaart bouwen.", "wanted": ["company", "knowledge"], "gives": ["money"], "theme": mobility,
        "organisation_in_words": "Kaartenmakers", "owner_name": "Jo",
    }  # fmt: skip
    call = corrected(call, **told)
    assert {name: getattr(call, name) for name in told} == told
    seen = {row["label"]: row["value"] for row in list_entered_fields(call)}
    assert seen["Welke soort organisatie past"] == "bedrijf, kennisinstelling"
    assert seen["Wat het oplevert (aangevinkt)"] == "geld"


def test_what_is_chosen_from_a_list_may_follow_while_it_is_open(call, mobility):
    call = corrected(call, gives=["data"])
    assert (call.state, call.gives) == (State.PUBLISHED, ["data"])


def test_the_name_of_an_organisation_is_nobodys_own_name(mobility, eindhoven):
    with pytest.raises(Refused) as refused:
        corrected(placed(), owner_name="Gemeente Eindhoven")
    assert refused.value.field == "owner_name"


def test_nobody_else_corrects_it(mobility):
    call, other = placed(), placed(title="Een andere", email="an@example.org")
    with pytest.raises(NotAllowed):
        corrected(call, by=owner(other), title="Van mij")
