"""Addresses are erased after a while; keys are kept."""

import pytest

from stedennet.mailing.flows.erasure import erase_old_deliveries
from stedennet.mailing.flows.mailings import count_deliveries
from stedennet.mailing.models import Delivery
from tests.builders.mailings import a_mailing, round_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_after_a_month_the_addressee_is_forgotten_but_never_mailed_twice(clock, worker, box):
    mailing = a_mailing("anna")
    round_of(worker, box)
    clock.later(days=29)
    assert erase_old_deliveries() == 0
    clock.later(days=2)
    assert erase_old_deliveries() == 1
    row = Delivery.objects.get()
    assert (row.email, row.values, row.unsubscribe_url) == ("", {}, "")
    a_mailing("anna")
    assert round_of(worker, box) == 0
    assert count_deliveries(mailing).handed_over == 1


def test_what_waits_is_not_forgotten(clock):
    a_mailing("anna")
    clock.later(days=60)
    assert erase_old_deliveries() == 0
