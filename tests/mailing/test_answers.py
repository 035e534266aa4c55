"""What the mail server said is written down, for the worker that asked and nobody else."""

import pytest

from stedennet.core.clock import now
from stedennet.mailing.flows.answers import record_answers
from stedennet.mailing.models import Bounce, Delivery
from stedennet.mailing.rules.pace import MOST_ATTEMPTS
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import Answer, Result

from .conftest import a_mailing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def delivery(clock):
    a_mailing("anna")
    Delivery.objects.update(state="claimed", claimed_by="een", claimed_at=now())
    return Delivery.objects.get()


def said(delivery, what, about=None, *, worker="een"):
    record_answers([Answer(delivery.pk, what, what.value, about)], worker=worker)
    delivery.refresh_from_db()
    return delivery.state


def test_what_was_taken_is_done(delivery, clock):
    assert said(delivery, Result.TAKEN) == "handed_over"
    assert (delivery.done_at, delivery.claimed_by) == (clock.moment, "")


def test_what_was_not_sent_waits_without_counting_as_an_attempt(delivery):
    assert said(delivery, Result.UNSENT) == "waiting"
    assert delivery.attempts == 0


def test_what_can_be_tried_later_waits_longer(delivery, clock):
    assert said(delivery, Result.LATER) == "waiting"
    assert delivery.attempts == 1
    assert delivery.not_before > clock.moment


def test_after_the_last_attempt_it_failed(delivery):
    Delivery.objects.update(attempts=MOST_ATTEMPTS - 1)
    assert said(delivery, Result.LATER) == "failed"


def test_what_perhaps_went_is_counted_as_such(delivery):
    said(delivery, Result.UNKNOWN)
    assert delivery.repeated == 1


def test_a_refusal_about_the_address_is_a_bounce(delivery):
    assert said(delivery, Result.REFUSED, RefusalCause.ADDRESS) == "failed"
    assert Bounce.objects.get().delivery == delivery


def test_the_answer_for_a_row_of_another_worker_is_left_aside(delivery):
    assert said(delivery, Result.REFUSED, RefusalCause.ADDRESS, worker="twee") == "claimed"
    assert not Bounce.objects.exists()
