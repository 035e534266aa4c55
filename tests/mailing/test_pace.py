"""Pacing: one batch of answers counts once, and one addressee's trouble is not the server's."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.mailing.flows.deliveries import SendingRun
from stedennet.mailing.models import Delivery
from stedennet.mailing.rules.pace import Pace
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import Answer, Result
from stedennet.mailing.transport.smtp import Server, SmtpTransport
from tests.builders.mailings import a_mailing

from .server import MailServer

MOMENT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("deferred", [5, 20, 400])
def test_one_batch_of_laters_is_one_pause_of_a_minute(deferred):
    pace = Pace()
    pace.record_batch(MOMENT, taken=0, deferred=deferred)
    assert pace.is_paused(MOMENT)
    assert not pace.is_paused(MOMENT + MINUTE)


def test_what_was_on_its_way_when_the_pause_began_makes_it_no_longer():
    pace = Pace()
    for second in range(10):
        pace.record_batch(MOMENT + dt.timedelta(seconds=second), taken=0, deferred=20)
    assert not pace.is_paused(MOMENT + MINUTE)


def test_the_second_pause_in_a_row_is_longer_and_a_yes_begins_anew():
    pace = Pace()
    pace.record_batch(MOMENT, taken=0, deferred=20)
    pace.record_batch(MOMENT + MINUTE, taken=0, deferred=20)
    assert pace.is_paused(MOMENT + 4 * MINUTE)
    pace.record_batch(MOMENT + 10 * MINUTE, taken=1, deferred=19)
    assert not pace.is_paused(MOMENT + 10 * MINUTE)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), max_size=30))
def test_a_server_that_takes_something_in_each_batch_is_never_left_alone(batches):
    pace = Pace()
    for taken, deferred in batches:
        pace.record_batch(MOMENT, taken=taken + 1, deferred=deferred)
    assert not pace.is_paused(MOMENT)


class Greylisting:
    """A mail server in memory that defers each addressee once."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self._answers: list[Answer] = []

    def send(self, mails) -> None:
        for mail in mails:
            known = mail.number in self.seen
            self.seen.add(mail.number)
            taken = Answer(mail.number, Result.TAKEN)
            greylisted = Answer(mail.number, Result.LATER, "451 4.7.1 greylisted", RefusalCause.PASSING)
            self._answers.append(taken if known else greylisted)

    def cancel(self) -> None:
        pass

    def receive_answers(self) -> list[Answer]:
        answers, self._answers = self._answers, []
        return answers

    def close(self) -> None:
        pass


@pytest.mark.django_db
def test_greylisting_of_each_addressee_stops_nobody(clock, worker):
    a_mailing(*(f"n{index}" for index in range(300)))
    server = Greylisting()
    SendingRun(worker, server, end=float("inf")).run()
    assert len(server.seen) == 300, "all were tried in the first round"
    clock.later(minutes=1)
    SendingRun(worker, server, end=float("inf")).run()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"handed_over"}


@pytest.mark.django_db
@pytest.mark.parametrize("pipelining", [True, False])
def test_greylisting_by_a_real_server_stops_nobody(clock, worker, pipelining):
    server = MailServer(pipelining=pipelining)
    names = [f"n{index}" for index in range(60)]
    a_mailing(*names)
    for name in names:
        server.says("RCPT", f"{name}@example.org", "450 4.2.0 greylisted, come back in a minute")
    for _round in range(2):
        transport = SmtpTransport(Server("127.0.0.1", server.port, patience=20))
        SendingRun(worker, transport, end=float("inf")).run()
        transport.close()
        clock.later(minutes=1)
    server.close()
    assert len(server.mails) == 60
