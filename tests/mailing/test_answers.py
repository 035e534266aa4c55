"""Answers of the mail server are recorded for the worker that sent the mails, and for nobody else."""

import pytest

from stedennet.core.clock import now
from stedennet.mailing.flows.answers import record_answers
from stedennet.mailing.models import Bounce, Delivery
from stedennet.mailing.rules.pace import MAX_ATTEMPTS
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import Answer, Result
from tests.builders.mailings import a_mailing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def delivery(clock):
    a_mailing("anna")
    Delivery.objects.update(state="claimed", claimed_by="een", claimed_at=now())
    return Delivery.objects.get()


def answered(delivery, result, cause=None, *, worker="een"):
    record_answers([Answer(delivery.pk, result, result.value, cause)], worker=worker)
    delivery.refresh_from_db()
    return delivery.state


def test_what_was_taken_is_done(delivery, clock):
    assert answered(delivery, Result.TAKEN) == "handed_over"
    assert (delivery.done_at, delivery.claimed_by) == (clock.moment, "")


def test_what_was_not_sent_waits_without_counting_as_an_attempt(delivery):
    assert answered(delivery, Result.UNSENT) == "waiting"
    assert delivery.attempts == 0


def test_what_can_be_tried_later_waits_longer(delivery, clock):
    assert answered(delivery, Result.LATER) == "waiting"
    assert delivery.attempts == 1
    assert delivery.not_before > clock.moment


def test_after_the_last_attempt_it_failed(delivery):
    Delivery.objects.update(attempts=MAX_ATTEMPTS - 1)
    assert answered(delivery, Result.LATER) == "failed"


def test_what_perhaps_went_is_counted_as_such(delivery):
    answered(delivery, Result.UNKNOWN)
    assert delivery.repeated == 1


def test_a_refusal_about_the_address_is_a_bounce(delivery):
    assert answered(delivery, Result.REFUSED, RefusalCause.ADDRESS) == "failed"
    assert Bounce.objects.get().delivery == delivery


def test_the_answer_for_a_row_of_another_worker_is_left_aside(delivery):
    assert answered(delivery, Result.REFUSED, RefusalCause.ADDRESS, worker="twee") == "claimed"
    assert not Bounce.objects.exists()
