"""Calls: placed by anybody, judged with four questions, answered through the site, closed with what came of them."""

import datetime as dt

import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from stedennet.calls.flows import closing, correcting, judging, placing, secrets, talking
from stedennet.calls.models import Call, Interest, Message
from stedennet.calls.querysets import funnel
from stedennet.calls.rules.quality import QUESTIONS, advice
from stedennet.calls.rules.states import EDITOR, OWNER, STEPS, TALKS, State, Step, Talk, after, moved, steps_from
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
    assert secrets.find_call(link_in(mails("jo@example.org", "Uw oproep")[0], "mijn")) == call
    assert not Change.objects.filter(subject_type="calls.call").exists()
    call = judging.take(call, Step.PUBLISH, by=editor, scores=GOOD)
    assert (call.state, call.organisation) == (State.PUBLISHED, eindhoven)
    assert Change.objects.get(subject_type="calls.call").verb == "published"


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_the_day_of_closing_lies_ahead_and_within_a_year(mobility, days):
    with pytest.raises(Refused) as refused:
        placing.place(asking(closes_on=today() + dt.timedelta(days)), language="nl", once="1", page="/")
    assert refused.value.field == "closes_on"


@pytest.mark.parametrize("wrong", [{"wanted": ["koning"]}, {"gives": ["money", "money"]}, {"kind": "x"}])
def test_what_is_not_in_a_list_is_refused(mobility, wrong):
    with pytest.raises(Refused):
        placing.place(asking(**wrong), language="nl", once="1", page="/")


def test_a_low_score_is_not_published_and_the_owner_gets_advice(mobility, editor):
    call = placed()
    with pytest.raises(Refused, match="te laag"):
        judging.take(call, Step.PUBLISH, by=editor, scores={**GOOD, "offer_is_clear": 1})
    with pytest.raises(Refused, match="0 tot en met 5"):
        judging.take(call, Step.PUBLISH, by=editor, scores={})
    scores = {**GOOD, "offer_is_clear": 3}
    call = judging.take(call, Step.ASK, by=editor, words="Wat levert het op?", scores=scores)
    mail = mails("jo@example.org", "aanvullen")[0]
    assert "Schrijf erbij wat het de partner oplevert" in mail.text
    assert "Wat levert het op?" in mail.text
    facts = {**correcting.texts_of(call), "gives_in_words": "Duizend euro.", "words": "Het geld staat erbij."}
    call = correcting.correct(call, facts, by=owner(call))
    assert (call.state, call.state_words) == (State.CONFIRMED, "Het geld staat erbij.")


def test_advice_is_given_for_each_question_below_the_border():
    assert advice(GOOD, below=4) == []
    assert len(advice(dict.fromkeys(QUESTIONS, 3), below=4)) == 4


def test_only_editors_publish_and_only_owners_correct(mobility, eindhoven):
    call, other = placed(), placed(title="Een andere", email="an@example.org")
    for by in (owner(call), owner(other)):
        with pytest.raises((NotAllowed, Refused)):
            judging.take(call, Step.PUBLISH, by=by, scores=GOOD)
    with pytest.raises(NotAllowed):
        correcting.correct(call, {**correcting.texts_of(call), "words": "x"}, by=owner(other))


def test_interest_is_relayed_and_addresses_show_only_when_both_agree(call):
    interest = answered(call)
    note = mails("jo@example.org", "Belangstelling")[0]
    assert "sam@example.org" not in note.text + note.html + note.reply_to
    talking.write(interest, "Kunt u langskomen?", by=owner(call))
    reply = mails("sam@example.org", "Antwoord")[0]
    assert "Kunt u langskomen?" in reply.text
    assert "jo@example.org" not in reply.text + reply.html + reply.reply_to
    token = link_in(reply, "gesprek")
    assert secrets.find_interest(token) == interest
    talking.write(interest, "Graag, dinsdag.", by=sender(interest))
    assert "Graag, dinsdag." in mails("jo@example.org", "Een bericht")[0].text
    assert talking.addresses_of(talking.share(interest, by=sender(interest))) == {}
    shared = talking.share(interest, by=owner(call))
    assert talking.addresses_of(shared) == {"owner": "jo@example.org", "sender": "sam@example.org"}
    assert talking.addresses_of(talking.block(interest, by=sender(interest))) == {}


def test_who_answers_waits_for_the_owner_and_either_side_may_end_it(call):
    interest = answered(call)
    with pytest.raises(Refused, match="Wacht"):
        talking.write(interest, "Hallo?", by=sender(interest))
    talking.write(interest, "Hallo.", by=owner(call))
    talking.block(interest, by=sender(interest))
    for by in (sender(interest), owner(call)):
        with pytest.raises(Refused, match="beëindigd"):
            talking.write(interest, "Nog iets.", by=by)
    with pytest.raises(Refused, match="beëindigd"):
        talking.settle(interest, Talk.AGREED, by=owner(call))


def test_the_relay_sends_no_more_than_so_many_a_day(call):
    interest = answered(call)
    for number in range(talking.MOST_MESSAGES):
        talking.write(interest, f"Bericht {number}", by=owner(call))
    with pytest.raises(Refused, match="morgen"):
        talking.write(interest, "Nog een", by=owner(call))
    assert Message.objects.count() == talking.MOST_MESSAGES


def test_nobody_else_reads_or_writes(call, mobility):
    interest = answered(call)
    other = placed(title="Een andere", email="an@example.org")
    for step in (
        lambda: talking.write(interest, "x", by=owner(other)),
        lambda: talking.settle(interest, Talk.AGREED, by=owner(other)),
        lambda: talking.share(interest, by=owner(other)),
        lambda: talking.block(interest, by=owner(other)),
        lambda: closing.extend(call, by=owner(other)),
        lambda: closing.tell_outcome(call, "found", by=owner(other)),
    ):
        with pytest.raises(NotAllowed):
            step()
    token = secrets.secret_of(call)
    assert secrets.find_call(token.replace(f"{call.pk}-", f"{other.pk}-", 1)) is None
    assert secrets.find_interest(token) is None


def test_the_funnel_counts_calls_interests_talks_and_partnerships(call, mobility):
    assert funnel.total() == funnel.Funnel(1, 0, 0, 0)
    first, _second = answered(call), answered(call, "an@example.org")
    talking.write(first, "Hallo.", by=owner(call))
    assert funnel.total() == funnel.Funnel(1, 2, 1, 0)
    talking.settle(first, Talk.AGREED, by=owner(call))
    assert funnel.of_theme("smart-mobility") == funnel.Funnel(1, 2, 1, 1)
    assert funnel.of_theme("iets-anders") == funnel.Funnel(0, 0, 0, 0)
    placed(title="Nog niet op de site", email="an@example.org")
    assert funnel.total().calls == 1


def test_a_week_before_closing_one_reminder_and_one_click_makes_it_longer(clock, call):
    Call.objects.filter(pk=call.pk).update(closes_on=today() + dt.timedelta(20))
    assert closing.keep_closing() == 0
    clock.later(days=14)
    assert closing.keep_closing() == 1
    assert closing.keep_closing() == 0
    assert len(mails("jo@example.org", "sluit bijna")) == 1
    longer = closing.extend(call, by=owner(call))
    assert longer.closes_on == today() + dt.timedelta(6 + 91)
    for _ in range(9):
        longer = closing.extend(call, by=owner(call))
    assert longer.closes_on == today() + dt.timedelta(366)


def test_on_its_day_it_closes_and_asks_what_came_of_it(clock, call):
    clock.later(days=65)
    closing.keep_closing()
    call.refresh_from_db()
    assert call.state == State.CLOSED
    assert "Vertel op uw eigen pagina wat ervan kwam" in mails("jo@example.org", "is gesloten")[0].text
    with pytest.raises(Refused, match="gesloten"):
        answered(call)
    with pytest.raises(Refused):
        closing.tell_outcome(call, "x", by=owner(call))
    told = closing.tell_outcome(call, "found", by=owner(call), partner="Kaartenmaker BV")
    assert (told.outcome, told.outcome_partner) == ("found", "Kaartenmaker BV")
    assert closing.tell_outcome(call, "none", by=owner(call), partner="X").outcome_partner == ""


def test_after_the_day_nobody_answers_also_before_the_worker_came(clock, call):
    clock.later(days=65)
    with pytest.raises(Refused, match="gesloten"):
        answered(call)
    assert not Interest.objects.exists()


def test_the_link_of_the_owner_dies_with_the_address(call):
    token = secrets.secret_of(call)
    assert secrets.find_call(token) == call
    Call.objects.filter(pk=call.pk).update(owner_email="nieuw@example.org")
    assert secrets.find_call(token) is None
    assert django_settings.CALL_LEAST_SCORE == 2


@given(st.lists(st.tuples(st.sampled_from(list(Step)), st.sampled_from([EDITOR, OWNER])), max_size=10))
def test_whatever_is_tried_only_the_steps_of_the_table_are_taken(tries):
    state = State.CONFIRMED
    for step, by in tries:
        possible = step in steps_from(state, by=by)
        if not possible:
            with pytest.raises(Refused):
                after(state, step, by=by)
        else:
            state = after(state, step, by=by)
            assert state in {end for end, _who in STEPS.values()}


@given(st.lists(st.sampled_from(list(Talk)), max_size=8))
def test_a_no_is_the_end_of_a_talk(wishes):
    stand, said_no = Talk.NEW, False
    for wish in wishes:
        if wish in TALKS[stand]:
            stand = moved(stand, wish)
        else:
            with pytest.raises(Refused):
                moved(stand, wish)
        said_no = said_no or stand == Talk.NO
        assert not said_no or stand == Talk.NO


def test_a_loader_may_publish_without_waiting(mobility):
    call = placed()
    assert judging.take(call, Step.PUBLISH, by=SYSTEM, scores=GOOD).published_at
