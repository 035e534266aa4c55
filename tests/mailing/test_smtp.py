"""Our SMTP client against a real socket: with and without PIPELINING, refusals at each step, lost connections."""

import pytest

from stedennet.mailing.flows.deliveries import send_due_deliveries
from stedennet.mailing.flows.mailings import count_deliveries
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import RawMail, Result
from stedennet.mailing.transport.smtp import Server, SmtpTransport
from tests.builders.mailings import a_mailing

from .server import MailServer

BODY = b"Subject: x\r\n\r\nHello\r\n"


@pytest.fixture(params=[True, False], ids=["pipelining", "step by step"])
def server(request):
    running = MailServer(pipelining=request.param)
    yield running
    running.close()


def mails(number: int) -> list[RawMail]:
    return [RawMail(index, "from@example.org", f"n{index}@example.org", BODY) for index in range(number)]


def carried(server: MailServer, number: int, *, connections: int = 2) -> dict:
    """Send this many mails; return the answer for each by number."""
    transport = SmtpTransport(Server("127.0.0.1", server.port, patience=20), connections=connections)
    transport.send(iter(mails(number)))
    answers: dict = {}
    while len(answers) < number:
        for answer in transport.receive_answers():
            assert answer.number not in answers, "two answers for one mail"
            answers[answer.number] = answer
    transport.close()
    return answers


def test_everything_is_taken_once(server):
    answers = carried(server, 40)
    assert {answer.result for answer in answers.values()} == {Result.TAKEN}
    assert sorted(to for _sender, to, _data in server.mails) == sorted(mail.to for mail in mails(40))
    assert {(sender, data) for sender, _to, data in server.mails} == {("from@example.org", BODY)}
    assert server.connections <= 2


@pytest.mark.parametrize(
    ("verb", "reply", "result", "cause"),
    [
        ("MAIL", "451 later", Result.LATER, None),
        ("MAIL", "550 not you", Result.REFUSED, RefusalCause.US),
        ("MAIL", "550 5.1.8 no such sender", Result.REFUSED, RefusalCause.US),
        ("RCPT", "450 busy", Result.LATER, RefusalCause.PASSING),
        ("RCPT", "451 4.7.1 greylisted, come back", Result.LATER, RefusalCause.PASSING),
        ("RCPT", "452 4.3.1 no room on this server", Result.LATER, None),
        ("RCPT", "550 5.1.1 no such user", Result.REFUSED, RefusalCause.ADDRESS),
        ("RCPT", "550 no such user", Result.REFUSED, RefusalCause.ADDRESS),
        ("RCPT", "550 mailbox unavailable", Result.REFUSED, RefusalCause.PASSING),
        ("RCPT", "552 5.2.2 over quota", Result.REFUSED, RefusalCause.PASSING),
        ("RCPT", "550 5.7.1 policy", Result.REFUSED, RefusalCause.US),
        ("DATA", "452 full", Result.LATER, None),
        ("END", "554 spam", Result.REFUSED, RefusalCause.US),
        ("END", "550 5.1.1 no such user", Result.REFUSED, RefusalCause.ADDRESS),
        ("END", "451 later", Result.LATER, None),
    ],
)
def test_a_refusal_is_of_one_parcel_only(server, verb, reply, result, cause):
    # MAIL comes before the address: the first mail of the only connection is refused.
    server.says(verb, "" if verb == "MAIL" else "n1@example.org", reply)
    answers = carried(server, 4, connections=1)
    wrong = 0 if verb == "MAIL" else 1
    assert (answers[wrong].result, answers[wrong].cause) == (result, cause)
    assert {number for number, answer in answers.items() if answer.result is Result.TAKEN} == set(range(4)) - {wrong}
    assert len(server.mails) == 3


def test_a_connection_that_breaks_at_the_end_leaves_one_unknown(server):
    server.says("END", "n1@example.org", "")
    answers = carried(server, 6, connections=1)
    assert answers[1].result is Result.UNKNOWN
    others = {answer.result for number, answer in answers.items() if number != 1}
    assert others <= {Result.TAKEN, Result.UNSENT}
    assert answers[0].result is Result.TAKEN


def test_a_connection_that_breaks_before_the_mail_was_sent_leaves_none_unknown(server):
    server.says("RCPT", "n1@example.org", "")
    answers = carried(server, 6, connections=1)
    assert Result.UNKNOWN not in {answer.result for number, answer in answers.items() if number != 0}
    assert answers[1].result is Result.UNSENT


def test_a_server_that_closes_with_421_gets_the_rest_later(server):
    server.says("RCPT", "n2@example.org", "421 too much")
    answers = carried(server, 5, connections=1)
    assert answers[2].result is Result.UNSENT
    assert len(server.mails) >= sum(answer.result is Result.TAKEN for answer in answers.values())


def test_what_is_called_back_was_not_begun(server):
    transport = SmtpTransport(Server("127.0.0.1", server.port, patience=20), connections=1)
    transport.send(iter(mails(10)))
    transport.cancel()
    answers = []
    while len(answers) < 10:
        answers += transport.receive_answers()
    transport.close()
    taken = [answer for answer in answers if answer.result is Result.TAKEN]
    assert len(server.mails) == len(taken) < 10
    assert {answer.result for answer in answers} == {Result.TAKEN, Result.UNSENT}


def test_a_server_that_is_not_there_has_nothing():
    gone = MailServer(pipelining=False)
    gone.close()
    transport = SmtpTransport(Server("127.0.0.1", gone.port), connections=2)
    transport.send(iter(mails(3)))
    assert {answer.result for answer in transport.receive_answers()} == {Result.UNSENT}


@pytest.mark.django_db
def test_a_mailing_goes_over_the_wire(server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    mailing = a_mailing(*(f"n{number}" for number in range(30)))
    assert send_due_deliveries() == 30
    assert count_deliveries(mailing).handed_over == len(server.mails) == 30
    assert all(max(map(len, data.split(b"\r\n"))) <= 998 for _sender, _to, data in server.mails)
