"""One link opens all subscriptions of an address, the other stops one subscription."""

import pytest
from django.core.signing import Signer

from stedennet.spreading.personal_links import STOP_LINK, SUBSCRIPTIONS_LINK
from tests.builders.subscriptions import subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_link_that_stops_one_does_not_open_the_rest():
    subscription = subscribed()
    assert SUBSCRIPTIONS_LINK.find(STOP_LINK.make_token(subscription)) is None
    assert STOP_LINK.find(SUBSCRIPTIONS_LINK.make_token(subscription.subscriber)) is None
    assert SUBSCRIPTIONS_LINK.find(Signer().sign(str(subscription.subscriber_id))) is None
