"""Consents to mail: asked for, confirmed, changed, withdrawn; and changed in no other way."""

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
from tests.builders.subscriptions import ADA, ALL, addresses, asked, subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CALLS = choose_kinds(["oproepen"])
LETTER = choose_kinds(["nieuwsbrief"])


def test_asking_alone_gives_no_subscription():
    asked()
    assert not Subscription.objects.exists()
    assert not Consent.objects.exists()


def test_confirming_gives_one_with_the_proof_of_consent(clock):
    subscription = subscribed(page="/abonneren/?lijst=x")
    consent = subscription.consent
    assert "elke week" in consent.wording
    assert (consent.version, consent.given_at, consent.page) == ("2026-11", clock.now(), "/abonneren/?lijst=x")
    assert (consent.email_hash, consent.withdrawn_at) == (hash_email(ADA), None)


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
    assert [subscription.is_newsletter for subscription in Subscription.objects.order_by("pk")] == [False, True]
    assert [subscription.subscriber.email for subscription in Subscription.objects.for_newsletter()] == [ADA]


def test_changing_takes_a_new_consent_and_keeps_the_old_one_as_history(clock):
    subscription = subscribed()
    clock.later(days=1)
    subscriptions.change_subscription(subscription, CALLS, rhythm="dagelijks", language="en", page="/abonnement/-/")
    new, old = Consent.objects.order_by("-pk")
    assert old.withdrawn_at == clock.now()
    assert new.withdrawn_at is None
    assert "Calls" in new.wording
    assert Subscription.objects.get().consent == new


def test_changing_into_what_one_has_already_is_refused():
    subscribed()
    subscription = subscribed(choice=CALLS)
    with pytest.raises(Refused):
        subscriptions.change_subscription(subscription, ALL, rhythm="dagelijks", language="nl", page="")
    assert Consent.objects.filter(withdrawn_at=None).count() == 2


def test_stopping_one_leaves_the_other():
    subscription = subscribed()
    subscribed(choice=CALLS)
    subscriptions.stop_subscription(subscription)
    assert addresses() == [ADA]
    assert [row.choice for row in Subscription.objects.active()] == [CALLS]


def test_with_the_last_one_the_address_goes_and_the_proof_stays(clock):
    subscription = subscribed()
    clock.later(days=3)
    for _ in range(2):
        subscriptions.stop_subscription(subscription)
    assert addresses() == []
    consent = Consent.objects.get()
    assert (consent.email_hash, consent.withdrawn_at) == (hash_email(ADA), clock.now())
    assert subscriptions.find_consents(ADA) == [consent]


def test_what_was_stopped_cannot_be_changed():
    subscription = subscribed()
    subscriptions.stop_subscription(subscription)
    with pytest.raises(Refused):
        subscriptions.change_subscription(subscription, CALLS, rhythm="dagelijks", language="nl", page="")


def test_who_comes_back_begins_anew():
    subscriptions.stop_all_subscriptions(subscribed().subscriber)
    subscribed(once="again")
    assert Subscriber.objects.count() == 2
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def refused(change) -> bool:
    """Whether the database refuses the change."""
    try:
        with transaction.atomic():
            change()
    except (IntegrityError, ProtectedError):
        return True
    return False


def test_the_database_lets_nobody_switch_a_consent_behind_the_flows():
    subscription, moment = subscribed(), now()
    row, consent = Subscription.objects.filter(pk=subscription.pk), Consent.objects.filter(pk=subscription.consent_id)
    assert refused(lambda: consent.update(withdrawn_at=moment))
    assert refused(lambda: consent.update(wording="Ja, mail mij alles."))
    assert refused(consent.delete)
    subscriptions.stop_subscription(subscription)
    assert refused(lambda: row.update(stopped_at=None, next_at=moment))
    assert refused(lambda: consent.update(withdrawn_at=None))
    assert refused(lambda: consent.update(email_hash="0" * 64))


def test_the_database_refuses_a_subscription_on_a_consent_that_was_taken_back():
    subscription = subscribed()
    subscriptions.stop_subscription(subscription)
    subscription.pk = None
    subscription._state.adding = True
    subscription.stopped_at, subscription.next_at = None, now()
    assert refused(subscription.save)


def test_the_database_never_tells_a_window_twice():
    subscription = subscribed()
    row = Subscription.objects.filter(pk=subscription.pk)
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
    """Mail goes only to people who agreed, whatever the order of asking, confirming, changing and stopping."""

    @given(STEPS)
    def test_mail_goes_only_to_who_agreed_and_did_not_stop(self, steps):
        wanted: dict[str, set[str]] = {}
        tokens: dict[str, list[tuple[str, object]]] = {}
        used: list[str] = []
        for number, (step, email, choice) in enumerate(steps):
            active = Subscription.objects.active().filter(subscriber__email=email)
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
            elif step == "change" and (subscription := active.filter(is_newsletter=False).first()):
                self.change(subscription, wanted[email])
            elif step == "stop" and (subscription := active.first()):
                subscriptions.stop_subscription(subscription)
                wanted[email].discard(subscription.segment)
            elif step == "stop all" and (subscription := active.first()):
                subscriptions.stop_all_subscriptions(subscription.subscriber)
                wanted[email].clear()
        segments_by_email: dict[str, set[str]] = {}
        for subscription in Subscription.objects.active().select_related("subscriber"):
            segments_by_email.setdefault(subscription.subscriber.email, set()).add(subscription.segment)
        assert segments_by_email == {email: segments for email, segments in wanted.items() if segments}
        valid_consents = Consent.objects.filter(withdrawn_at=None)
        assert valid_consents.count() == sum(len(segments) for segments in segments_by_email.values())

    def change(self, subscription, segments):
        try:
            subscriptions.change_subscription(subscription, CALLS, rhythm="dagelijks", language="nl", page="")
        except Refused:
            assert CALLS.segment in segments
        else:
            segments.discard(subscription.segment)
            segments.add(CALLS.segment)
