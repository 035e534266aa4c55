"""Editors score a call, then publish it or ask for more; nobody else can."""

import pytest

from stedennet.calls.flows import corrections, reviews
from stedennet.calls.models import Call
from stedennet.calls.rules.reviews import QUESTIONS, build_advice
from stedennet.calls.rules.states import State, Step
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.calls import GOOD, mails, owner, placed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("scores", [{}, {"offer_is_clear": 0}, {**GOOD, "offer_is_clear": 1}])
def test_scores_advise_and_never_block(mobility, editor, scores):
    call = reviews.take_call_step(placed(), Step.PUBLISH, by=editor, scores=scores)
    assert (call.state, call.scores) == (State.PUBLISHED, scores)
    assert ("Schrijf erbij wat het de partner oplevert" in mails("jo@example.org")[-1].text) == bool(scores)


@pytest.mark.parametrize("scores", [{"offer_is_clear": 6}, {"offer_is_clear": True}, {"koning": 1}])
def test_what_is_no_score_is_refused(mobility, editor, scores):
    with pytest.raises(Refused, match="0 tot en met 5"):
        reviews.take_call_step(placed(), Step.PUBLISH, by=editor, scores=scores)


def test_a_low_score_gives_the_owner_advice(mobility, editor):
    call = placed()
    scores = {**GOOD, "offer_is_clear": 3}
    call = reviews.take_call_step(call, Step.ASK, by=editor, words="Wat levert het op?", scores=scores)
    mail = mails("jo@example.org", "aanvullen")[0]
    assert "Schrijf erbij wat het de partner oplevert" in mail.text
    assert "Wat levert het op?" in mail.text
    facts = {
        **corrections.get_correctable_fields(call),
        "gives_in_words": "Duizend euro.",
        "words": "Het geld staat erbij.",
    }
    call = corrections.correct_call(call, facts, by=owner(call))
    assert (call.state, call.state_words) == (State.CONFIRMED, "Het geld staat erbij.")


def test_advice_is_given_for_each_question_that_scores_low():
    assert build_advice(GOOD, below=4) == []
    assert len(build_advice(dict.fromkeys(QUESTIONS, 3), below=4)) == 4


def test_only_editors_publish_and_only_owners_correct(mobility, eindhoven):
    call, other = placed(), placed(title="Een andere", email="an@example.org")
    for by in (owner(call), owner(other)):
        with pytest.raises((NotAllowed, Refused)):
            reviews.take_call_step(call, Step.PUBLISH, by=by, scores=GOOD)
    with pytest.raises(NotAllowed):
        corrections.correct_call(call, {**corrections.get_correctable_fields(call), "words": "x"}, by=owner(other))


def test_a_loader_may_publish_without_waiting(mobility):
    call = placed()
    assert reviews.take_call_step(call, Step.PUBLISH, by=SYSTEM, scores=GOOD).published_at


def test_publishing_again_keeps_the_first_moment(clock, call, editor):
    first = call.published_at
    Call.objects.filter(pk=call.pk).update(state=State.CONFIRMED)
    clock.later(days=1)
    again = reviews.take_call_step(call, Step.PUBLISH, by=editor, scores=GOOD)
    assert again.state_at > first
    assert again.published_at == first
