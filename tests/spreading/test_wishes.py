"""A wish waits for its confirmation link; the link works once, and only the newest one."""

import pytest

from stedennet.accounts.models import Consent
from stedennet.core.errors import Refused
from stedennet.outbox.models import OutgoingMail
from stedennet.spreading.flows import subscriptions, wishes
from stedennet.spreading.models import Subscription, Wish
from stedennet.spreading.personal_links import STOP_LINK, SUBSCRIPTIONS_LINK, WISH_LINK
from tests.builders.subscriptions import asked, subscribed, token_in
from tests.core.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_mail_shows_the_very_words_that_are_kept():
    token = asked()
    words = wishes.list_promises(WISH_LINK.find(token))
    wishes.confirm_wish(token)
    assert [consent.wording for consent in Consent.objects.all()] == words
    assert words[0] in OutgoingMail.objects.get().text


def test_a_link_works_once_and_then_gives_the_same_subscriber():
    token = asked()
    assert wishes.confirm_wish(token) == wishes.confirm_wish(token)
    assert Subscription.objects.count() == 1


def test_a_used_link_does_not_bring_back_what_was_stopped():
    token = asked()
    subscriptions.stop_all_subscriptions(wishes.confirm_wish(token))
    wishes.confirm_wish(token)
    assert not Subscription.objects.active().exists()


def test_a_corrected_form_replaces_the_wish_and_its_link():
    old = asked(once="form 1", rhythm="dagelijks")
    new = asked(once="form 1", rhythm="maandelijks")
    assert WISH_LINK.find(old) is None
    with pytest.raises(Refused):
        wishes.confirm_wish(old)
    wishes.confirm_wish(new)
    assert Subscription.objects.get().rhythm == "maandelijks"


def test_corrections_count_as_mails_of_the_day_and_too_many_are_said(clock):
    rhythms = ["dagelijks", "wekelijks", "maandelijks", "meteen"]
    for number in range(5):
        asked(once="form 1", rhythm=rhythms[number % 4])
        wishes.delete_old_wishes()
    with pytest.raises(Refused, match="vandaag al vaak"):
        asked(once="form 1", rhythm="wekelijks")
    assert OutgoingMail.objects.count() == 5


def test_who_stopped_and_sends_the_same_form_again_gets_a_new_link():
    token = asked(once="form 1")
    subscriptions.stop_all_subscriptions(wishes.confirm_wish(token))
    assert asked(once="form 1") != token
    assert OutgoingMail.objects.count() == 2


@pytest.mark.database
def test_corrections_from_two_threads_at_once_leave_one_link(committing):
    asked(once="form 1")
    together(lambda: asked(once="form 1", rhythm="dagelijks"), lambda: asked(once="form 1", rhythm="maandelijks"))
    tokens = [token_in(mail) for mail in OutgoingMail.objects.order_by("pk")]
    assert len([token for token in tokens if WISH_LINK.find(token)]) == 1


def test_asking_again_changes_nothing_until_it_is_confirmed():
    subscription = subscribed()
    token = asked(once="again", rhythm="maandelijks")
    subscription.refresh_from_db()
    assert subscription.rhythm == "wekelijks"
    wishes.confirm_wish(token)
    subscription.refresh_from_db()
    assert subscription.rhythm == "maandelijks"


def test_a_late_link_is_refused_and_its_address_forgotten(clock):
    token = asked()
    clock.later(days=8)
    with pytest.raises(Refused):
        wishes.confirm_wish(token)
    assert wishes.delete_old_wishes() == 1
    assert not Wish.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "1", "a:b", "1:" + "A" * 43, "é", "0" * 5000])
def test_a_forged_link_is_nobodys(token):
    subscribed()
    assert WISH_LINK.find(token) is None
    assert SUBSCRIPTIONS_LINK.find(token) is None
    assert STOP_LINK.find(token) is None
