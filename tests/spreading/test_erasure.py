"""An erased address receives nothing more."""

import pytest

from stedennet.accounts.erasers import Leaver
from stedennet.spreading.flows import erasure
from stedennet.spreading.models import Subscription, Wish
from tests.builders.subscriptions import ADA, addresses, asked, subscribed

pytestmark = pytest.mark.django_db


def test_every_subscription_stops_and_what_was_asked_for_is_forgotten():
    subscribed()
    subscribed("bo@example.org")
    asked(once="een ander formulier")
    assert Wish.objects.filter(email=ADA).count() == 1
    assert erasure.erase_subscriptions(Leaver(ADA)) == 2
    assert addresses() == ["bo@example.org"]
    assert (
        Subscription.objects.active().count()
        == Subscription.objects.active().filter(subscriber__email="bo@example.org").count()
    )
    assert not Wish.objects.filter(email=ADA).exists()


def test_an_address_that_we_do_not_know_changes_nothing():
    subscribed()
    assert erasure.erase_subscriptions(Leaver("niemand@example.org")) == 0
    assert addresses() == [ADA]
