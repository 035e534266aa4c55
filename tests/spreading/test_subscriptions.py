"""A consent to mail: asked, confirmed, changed, stopped; and nothing else switches it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stedennet.accounts.flows import hash_email
from stedennet.accounts.models import Consent
from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.outbox.models import OutgoingMail
from stedennet.spreading.flows import subscriptions, wishes
from stedennet.spreading.models import Subscriber, Subscription
from stedennet.spreading.rules.choices import choose_kinds, choose_list

from .conftest import ADA, ALL, addresses, asked, subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CALLS = choose_kinds(["oproepen"])
LETTER = choose_kinds(["nieuwsbrief"])


def test_asking_alone_gives_no_subscription():
    asked()
    assert not Subscription.objects.exists()
    assert not Consent.objects.exists()


def test_confirming_gives_one_with_the_proof_of_consent(clock):
    one = subscribed(page="/abonneren/?lijst=x")
    proof = one.consent
    assert "elke week" in proof.wording
    assert (proof.version, proof.given_at, proof.page) == ("2026-11", clock.now(), "/abonneren/?lijst=x")
    assert (proof.email_hash, proof.withdrawn_at) == (hash_email(ADA), None)


def test_a_form_that_is_sent_twice_mails_once():
    for _ in range(2):
        asked(once="form 1")
    assert OutgoingMail.objects.count() == 1


def test_an_address_gets_no_more_than_a_few_mails_a_day(clock):
    for number in range(9):
        asked(once=str(number))
    assert OutgoingMail.objects.count() == 5
    clock.later(days=2)
    asked(once="later")
    assert OutgoingMail.objects.count() == 6


def test_a_known_address_gets_the_same_mail_as_an_unknown_one():
    subscribed()
    OutgoingMail.objects.all().delete()
    asked(once="again")
    asked("bo@example.org")
    first, second = OutgoingMail.objects.order_by("pk")
    assert first.subject == second.subject
    assert first.text.split("http")[0] == second.text.split("http")[0]


def test_the_newsletter_is_a_subscription_apart():
    wishes.confirm_wish(asked(choice=choose_kinds(["oproepen", "nieuwsbrief"])))
    assert [one.is_newsletter for one in Subscription.objects.order_by("pk")] == [False, True]
    assert [one.subscriber.email for one in Subscription.objects.for_newsletter()] == [ADA]


def test_changing_takes_a_new_consent_and_keeps_the_old_one_as_history(clock):
    one = subscribed()
    clock.later(days=1)
    subscriptions.change_subscription(one, CALLS, rhythm="dagelijks", language="en", page="/abonnement/-/")
    new, old = Consent.objects.order_by("-pk")
    assert old.withdrawn_at == clock.now()
    assert new.withdrawn_at is None
    assert "Calls" in new.wording
    assert Subscription.objects.get().consent == new


def test_changing_into_what_one_has_already_is_refused():
    subscribed()
    one = subscribed(choice=CALLS)
    with pytest.raises(Refused):
        subscriptions.change_subscription(one, ALL, rhythm="dagelijks", language="nl", page="")
    assert Consent.objects.filter(withdrawn_at=None).count() == 2


def test_stopping_one_leaves_the_other():
    one = subscribed()
    subscribed(choice=CALLS)
    subscriptions.stop_subscription(one)
    assert addresses() == [ADA]
    assert [row.choice for row in Subscription.objects.active()] == [CALLS]


def test_with_the_last_one_the_address_goes_and_the_proof_stays(clock):
    one = subscribed()
    clock.later(days=3)
    for _ in range(2):
        subscriptions.stop_subscription(one)
    assert addresses() == []
    proof = Consent.objects.get()
    assert (proof.email_hash, proof.withdrawn_at) == (hash_email(ADA), clock.now())
    assert subscriptions.find_consents(ADA) == [proof]


def test_what_was_stopped_cannot_be_changed():
    one = subscribed()
    subscriptions.stop_subscription(one)
    with pytest.raises(Refused):
        subscriptions.change_subscription(one, CALLS, rhythm="dagelijks", language="nl", page="")


def test_who_comes_back_begins_anew():
    subscriptions.stop_all_subscriptions(subscribed().subscriber)
    subscribed(once="again")
    assert Subscriber.objects.count() == 2
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def refused(change) -> bool:
    """Whether the database says no."""
    try:
        with transaction.atomic():
            change()
    except (IntegrityError, ProtectedError):
        return True
    return False


def test_the_database_lets_nobody_switch_a_consent_behind_the_flows():
    one, moment = subscribed(), now()
    row, proof = Subscription.objects.filter(pk=one.pk), Consent.objects.filter(pk=one.consent_id)
    assert refused(lambda: proof.update(withdrawn_at=moment))
    assert refused(lambda: proof.update(wording="Ja, mail mij alles."))
    assert refused(proof.delete)
    subscriptions.stop_subscription(one)
    assert refused(lambda: row.update(stopped_at=None, next_at=moment))
    assert refused(lambda: proof.update(withdrawn_at=None))
    assert refused(lambda: proof.update(email_hash="0" * 64))


def test_the_database_refuses_a_subscription_on_a_consent_that_was_taken_back():
    one = subscribed()
    subscriptions.stop_subscription(one)
    one.pk = None
    one._state.adding = True
    one.stopped_at, one.next_at = None, now()
    assert refused(one.save)


def test_the_database_never_tells_a_window_twice():
    one = subscribed()
    row = Subscription.objects.filter(pk=one.pk)
    row.update(position=10)
    assert refused(lambda: row.update(position=9))


def test_too_much_is_refused():
    with pytest.raises(Refused):
        choose_kinds(["oproepen"], themes=[f"thema-{number}" for number in range(61)])
    with pytest.raises(Refused):
        choose_kinds(["oproepen", "geheimen"])
    with pytest.raises(Refused):
        choose_kinds([])
    with pytest.raises(Refused):
        choose_list("artikelen", {"q": "a" * 201})


def test_two_choices_that_say_the_same_are_one_segment():
    first = choose_kinds(["oproepen", "agenda"], themes=["b", "a"])
    second = choose_kinds(["agenda", "oproepen", "agenda"], themes=["a", "b"])
    assert first.segment == second.segment


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "confirm", "confirm again", "change", "stop", "stop all", "forget"]),
        st.sampled_from(["ada@example.org", "bo@example.org"]),
        st.sampled_from([ALL, CALLS, LETTER]),
    ),
    max_size=14,
)


class WhateverHappens(TestCase):
    """In whatever order people ask, confirm, change and stop."""

    @given(STEPS)
    def test_mail_goes_only_to_who_agreed_and_did_not_stop(self, steps):
        wanted: dict[str, set[str]] = {}
        tokens: dict[str, list[tuple[str, object]]] = {}
        used: list[str] = []
        for number, (step, email, choice) in enumerate(steps):
            mine = Subscription.objects.active().filter(subscriber__email=email)
            if step == "ask":
                tokens.setdefault(email, []).append((asked(email, choice, once=str(number)), choice))
            elif step == "confirm" and tokens.get(email):
                token, choice = tokens[email].pop()
                if token not in used:
                    wanted.setdefault(email, set()).add(choice.segment)
                used.append(token)
                wishes.confirm_wish(token)
            elif step == "confirm again" and used:
                wishes.confirm_wish(used[-1])
            elif step == "change" and (one := mine.filter(is_newsletter=False).first()):
                self.change(one, wanted[email])
            elif step == "stop" and (one := mine.first()):
                subscriptions.stop_subscription(one)
                wanted[email].discard(one.segment)
            elif step == "stop all" and (one := mine.first()):
                subscriptions.stop_all_subscriptions(one.subscriber)
                wanted[email].clear()
        found: dict[str, set[str]] = {}
        for one in Subscription.objects.active().select_related("subscriber"):
            found.setdefault(one.subscriber.email, set()).add(one.segment)
        assert found == {email: segments for email, segments in wanted.items() if segments}
        standing = Consent.objects.filter(withdrawn_at=None)
        assert standing.count() == sum(len(segments) for segments in found.values())

    def change(self, one, segments):
        try:
            subscriptions.change_subscription(one, CALLS, rhythm="dagelijks", language="nl", page="")
        except Refused:
            assert CALLS.segment in segments
        else:
            segments.discard(one.segment)
            segments.add(CALLS.segment)
