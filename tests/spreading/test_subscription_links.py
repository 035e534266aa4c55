"""One link opens all subscriptions of an address, the other stops one subscription."""

import pytest
from django.core.signing import Signer

from stedennet.spreading.flows import subscription_links
from tests.builders.subscriptions import subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_link_that_stops_one_does_not_open_the_rest():
    subscription = subscribed()
    assert subscription_links.find_subscriber(subscription_links.create_stop_token(subscription)) is None
    assert subscription_links.find_subscription(subscription_links.create_own_token(subscription.subscriber)) is None
    assert subscription_links.find_subscriber(Signer().sign(str(subscription.subscriber_id))) is None
