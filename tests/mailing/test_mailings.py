"""Preparing a mailing: a letter and a delivery for each addressee, in the caller's transaction."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from stedennet.core.errors import NotAllowed
from stedennet.mailing.flows.mailings import DeliveryCounts, count_deliveries, prepare_mailing, stop_mailing
from stedennet.mailing.flows.suppressions import suppress_address
from stedennet.mailing.models import Delivery, Mailing
from tests.builders.mailings import LETTER, a_mailing, round_of, somebody, states

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_each_addressee_waits():
    mailing = a_mailing("anna", "ben")
    assert states() == {"test:anna": "waiting", "test:ben": "waiting"}
    assert count_deliveries(mailing) == DeliveryCounts(waiting=2)


def test_the_same_key_again_is_passed_over():
    first = a_mailing("anna")
    again = a_mailing("anna", "ben")
    assert first == again
    other = a_mailing("anna", name="another")
    assert (count_deliveries(first).waiting, count_deliveries(other).waiting) == (2, 0)


def test_what_was_rolled_back_goes_to_nobody(committing):
    with transaction.atomic():
        prepare_mailing("nieuws", LETTER, [somebody()])
        transaction.set_rollback(True)
    assert not Mailing.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_prepared():
    with pytest.raises(RuntimeError):
        prepare_mailing("nieuws", LETTER, [somebody()])


def test_a_suppressed_address_is_passed_over_whatever_its_capitals():
    suppress_address("Anna@Example.org", reason="complaint")
    mailing = a_mailing("anna", "ben")
    assert states() == {"test:anna": "suppressed", "test:ben": "waiting"}
    assert count_deliveries(mailing).suppressed == 1


@pytest.mark.parametrize(
    "email", ["", "anna", "anna@example.org\r\nBcc: all@example.org", "anna@b c.nl", "<a>@example.org", "a@@b.nl"]
)
def test_what_is_no_address_fails_at_once(email):
    prepare_mailing("nieuws", LETTER, [somebody(email=email), somebody("ben")])
    assert states() == {"test:anna": "failed", "test:ben": "waiting"}


def test_an_address_with_an_accent_in_its_domain_is_written_in_ascii():
    prepare_mailing("nieuws", LETTER, [somebody(email="anna@café.nl")])
    assert Delivery.objects.get().email == "anna@xn--caf-dma.nl"


@pytest.mark.parametrize(
    "wrong",
    [
        {"values": {}},
        {"unsubscribe_url": "javascript:alert(1)"},
        {"unsubscribe_url": "https://example.org/>\r\nBcc: x@example.org"},
        {"key": ""},
        {"key": "x" * 201},
    ],
    ids=str,
)
def test_a_mistake_of_the_caller_is_said_loudly(wrong):
    with pytest.raises(ValueError):
        prepare_mailing("nieuws", LETTER, [somebody(**wrong)])


def test_a_long_list_is_written_in_pieces():
    mailing = prepare_mailing("nieuws", LETTER, (somebody(f"n{number}") for number in range(1201)))
    assert count_deliveries(mailing).waiting == 1201


def test_a_mailing_waits_for_its_moment(clock, worker, box):
    a_mailing(not_before=clock.moment + dt.timedelta(hours=1))
    assert round_of(worker, box) == 0
    clock.later(hours=1)
    assert round_of(worker, box) == 1


def test_stopping_leaves_unsent_what_was_not_handed_over(worker, box, editor):
    mailing = a_mailing("anna")
    round_of(worker, box)
    a_mailing("ben", "cor")
    stop_mailing(mailing, by=editor)
    assert round_of(worker, box) == 0
    assert count_deliveries(mailing) == DeliveryCounts(handed_over=1, stopped=2)
    a_mailing("dirk")
    assert count_deliveries(mailing).stopped == 3


def test_only_editors_stop():
    mailing = a_mailing()
    with pytest.raises(NotAllowed):
        stop_mailing(mailing, by=AnonymousUser())
    assert count_deliveries(mailing).waiting == 1


def test_counting_takes_one_query(django_assert_num_queries):
    mailings = [a_mailing("anna"), a_mailing("ben", name="another")]
    with django_assert_num_queries(1):
        assert count_deliveries(*mailings).waiting == 2


@pytest.mark.parametrize(
    "change",
    [
        {"state": "waiting", "done_at": None},
        {"key": "another"},
        {"state": "nonsense"},
        {"done_at": None},
    ],
    ids=str,
)
def test_the_database_guards_what_was_handed_over(worker, box, change):
    a_mailing()
    round_of(worker, box)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**change)


def test_the_database_wants_a_worker_for_a_claim_and_an_address_for_what_waits():
    a_mailing()
    for change in ({"state": "claimed"}, {"email": ""}, {"claimed_by": "somebody"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.update(**change)
