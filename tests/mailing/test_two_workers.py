"""Several workers at the same time, on a database like the one in production."""

import pytest

from stedennet.mailing.flows.deliveries import Worker, claim_deliveries
from stedennet.mailing.flows.mailings import count_deliveries
from tests.builders.mailings import Postbox, a_mailing, round_of
from tests.core.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_two_workers_never_take_the_same_row(committing):
    a_mailing(*(f"n{number}" for number in range(60)))
    taken = together(*[lambda name=name: [row.number for row in claim_deliveries(name, most=20)] for name in "abc"])
    assert sorted(len(set(claimed)) for claimed in taken) == [20, 20, 20]
    assert len({number for claimed in taken for number in claimed}) == 60


def test_two_workers_together_send_each_once(committing):
    mailing = a_mailing(*(f"n{number}" for number in range(80)))
    boxes = [Postbox(), Postbox(), Postbox()]
    together(*[lambda box=box: round_of(Worker(), box) for box in boxes])
    addresses = [address for box in boxes for address in box.addresses]
    assert len(addresses) == len(set(addresses)) == count_deliveries(mailing).handed_over == 80
