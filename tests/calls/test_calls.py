"""Calls: placed by anybody, judged with four questions, answered through the site, closed with what came of them."""

import datetime as dt

import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from stedennet.calls.flows import conversations, corrections, deadlines, personal_links, reviews, submissions
from stedennet.calls.models import Call, Interest, Message
from stedennet.calls.querysets import funnel
from stedennet.calls.rules.reviews import QUESTIONS, build_advice
from stedennet.calls.rules.states import (
    EDITOR,
    OWNER,
    STEPS,
    TALK_STEPS,
    State,
    Step,
    Talk,
    apply_step,
    list_steps,
    move_talk,
)
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.outbox.models import OutgoingMail

from .conftest import GOOD, answered, asking, link_in, owner, placed, sender

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def mails(to, words=""):
    return [one for one in OutgoingMail.objects.filter(to=to).order_by("id") if words in one.subject]


def test_placed_confirmed_judged_and_open(mobility, eindhoven, editor):
    call = placed()
    assert (call.state, call.organisation, call.theme) == (State.CONFIRMED, None, mobility)
    assert personal_links.find_call_by_link(link_in(mails("jo@example.org", "Uw oproep")[0], "mijn")) == call
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


def test_a_low_score_is_not_published_and_the_owner_gets_advice(mobility, editor):
    call = placed()
    with pytest.raises(Refused, match="te laag"):
        reviews.take_call_step(call, Step.PUBLISH, by=editor, scores={**GOOD, "offer_is_clear": 1})
    with pytest.raises(Refused, match="0 tot en met 5"):
        reviews.take_call_step(call, Step.PUBLISH, by=editor, scores={})
    scores = {**GOOD, "offer_is_clear": 3}
    call = reviews.take_call_step(call, Step.ASK, by=editor, words="Wat levert het op?", scores=scores)
    mail = mails("jo@example.org", "aanvullen")[0]
    assert "Schrijf erbij wat het de partner oplevert" in mail.text
    assert "Wat levert het op?" in mail.text
    facts = {
        **corrections.get_correctable_texts(call),
        "gives_in_words": "Duizend euro.",
        "words": "Het geld staat erbij.",
    }
    call = corrections.correct_call(call, facts, by=owner(call))
    assert (call.state, call.state_words) == (State.CONFIRMED, "Het geld staat erbij.")


def test_advice_is_given_for_each_question_below_the_border():
    assert build_advice(GOOD, below=4) == []
    assert len(build_advice(dict.fromkeys(QUESTIONS, 3), below=4)) == 4


def test_only_editors_publish_and_only_owners_correct(mobility, eindhoven):
    call, other = placed(), placed(title="Een andere", email="an@example.org")
    for by in (owner(call), owner(other)):
        with pytest.raises((NotAllowed, Refused)):
            reviews.take_call_step(call, Step.PUBLISH, by=by, scores=GOOD)
    with pytest.raises(NotAllowed):
        corrections.correct_call(call, {**corrections.get_correctable_texts(call), "words": "x"}, by=owner(other))


def test_interest_is_relayed_and_addresses_show_only_when_both_agree(call):
    interest = answered(call)
    note = mails("jo@example.org", "Belangstelling")[0]
    assert "sam@example.org" not in note.text + note.html + note.reply_to
    conversations.send_message(interest, "Kunt u langskomen?", by=owner(call))
    reply = mails("sam@example.org", "Antwoord")[0]
    assert "Kunt u langskomen?" in reply.text
    assert "jo@example.org" not in reply.text + reply.html + reply.reply_to
    token = link_in(reply, "gesprek")
    assert personal_links.find_interest_by_link(token) == interest
    conversations.send_message(interest, "Graag, dinsdag.", by=sender(interest))
    assert "Graag, dinsdag." in mails("jo@example.org", "Een bericht")[0].text
    assert conversations.get_shared_addresses(conversations.share_address(interest, by=sender(interest))) == {}
    shared = conversations.share_address(interest, by=owner(call))
    assert conversations.get_shared_addresses(shared) == {"owner": "jo@example.org", "sender": "sam@example.org"}
    assert conversations.get_shared_addresses(conversations.end_conversation(interest, by=sender(interest))) == {}


def test_who_answers_waits_for_the_owner_and_either_side_may_end_it(call):
    interest = answered(call)
    with pytest.raises(Refused, match="Wacht"):
        conversations.send_message(interest, "Hallo?", by=sender(interest))
    conversations.send_message(interest, "Hallo.", by=owner(call))
    conversations.end_conversation(interest, by=sender(interest))
    for by in (sender(interest), owner(call)):
        with pytest.raises(Refused, match="beëindigd"):
            conversations.send_message(interest, "Nog iets.", by=by)
    with pytest.raises(Refused, match="beëindigd"):
        conversations.set_talk(interest, Talk.AGREED, by=owner(call))


def test_the_relay_sends_no_more_than_so_many_a_day(call):
    interest = answered(call)
    for number in range(conversations.MAX_MESSAGES_PER_DAY):
        conversations.send_message(interest, f"Bericht {number}", by=owner(call))
    with pytest.raises(Refused, match="morgen"):
        conversations.send_message(interest, "Nog een", by=owner(call))
    assert Message.objects.count() == conversations.MAX_MESSAGES_PER_DAY


def test_nobody_else_reads_or_writes(call, mobility):
    interest = answered(call)
    other = placed(title="Een andere", email="an@example.org")
    for step in (
        lambda: conversations.send_message(interest, "x", by=owner(other)),
        lambda: conversations.set_talk(interest, Talk.AGREED, by=owner(other)),
        lambda: conversations.share_address(interest, by=owner(other)),
        lambda: conversations.end_conversation(interest, by=owner(other)),
        lambda: deadlines.extend_call(call, by=owner(other)),
        lambda: deadlines.record_outcome(call, "found", by=owner(other)),
    ):
        with pytest.raises(NotAllowed):
            step()
    token = personal_links.create_owner_token(call)
    assert personal_links.find_call_by_link(token.replace(f"{call.pk}-", f"{other.pk}-", 1)) is None
    assert personal_links.find_interest_by_link(token) is None


def test_the_funnel_counts_calls_interests_talks_and_partnerships(call, mobility):
    assert funnel.count_funnel() == funnel.Funnel(1, 0, 0, 0)
    first, _second = answered(call), answered(call, "an@example.org")
    conversations.send_message(first, "Hallo.", by=owner(call))
    assert funnel.count_funnel() == funnel.Funnel(1, 2, 1, 0)
    conversations.set_talk(first, Talk.AGREED, by=owner(call))
    assert funnel.count_theme_funnel("smart-mobility") == funnel.Funnel(1, 2, 1, 1)
    assert funnel.count_theme_funnel("iets-anders") == funnel.Funnel(0, 0, 0, 0)
    placed(title="Nog niet op de site", email="an@example.org")
    assert funnel.count_funnel().calls == 1


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


def test_on_its_day_it_closes_and_asks_what_came_of_it(clock, call):
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


def test_the_link_of_the_owner_dies_with_the_address(call):
    token = personal_links.create_owner_token(call)
    assert personal_links.find_call_by_link(token) == call
    Call.objects.filter(pk=call.pk).update(owner_email="nieuw@example.org")
    assert personal_links.find_call_by_link(token) is None
    assert django_settings.CALL_LEAST_SCORE == 2


@given(st.lists(st.tuples(st.sampled_from(list(Step)), st.sampled_from([EDITOR, OWNER])), max_size=10))
def test_whatever_is_tried_only_the_steps_of_the_table_are_taken(tries):
    state = State.CONFIRMED
    for step, by in tries:
        possible = step in list_steps(state, by=by)
        if not possible:
            with pytest.raises(Refused):
                apply_step(state, step, by=by)
        else:
            state = apply_step(state, step, by=by)
            assert state in {end for end, _who in STEPS.values()}


@given(st.lists(st.sampled_from(list(Talk)), max_size=8))
def test_a_no_is_the_end_of_a_talk(wishes):
    stand, said_no = Talk.NEW, False
    for wish in wishes:
        if wish in TALK_STEPS[stand]:
            stand = move_talk(stand, wish)
        else:
            with pytest.raises(Refused):
                move_talk(stand, wish)
        said_no = said_no or stand == Talk.NO
        assert not said_no or stand == Talk.NO


def test_a_loader_may_publish_without_waiting(mobility):
    call = placed()
    assert reviews.take_call_step(call, Step.PUBLISH, by=SYSTEM, scores=GOOD).published_at
