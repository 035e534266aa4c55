"""One link opens everything of an address, the other stops one subscription."""

import pytest
from django.core.signing import Signer

from stedennet.spreading.flows import subscription_links

from .conftest import subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_link_that_stops_one_does_not_open_the_rest():
    one = subscribed()
    assert subscription_links.find_subscriber(subscription_links.create_stop_token(one)) is None
    assert subscription_links.find_subscription(subscription_links.create_own_token(one.subscriber)) is None
    assert subscription_links.find_subscriber(Signer().sign(str(one.subscriber_id))) is None
