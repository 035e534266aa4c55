"""Our SMTP client against a real socket: with and without PIPELINING, refusals at each step, lost connections."""

import pytest

from stedennet.mailing.flows.deliveries import send_due_deliveries
from stedennet.mailing.flows.mailings import count_deliveries
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import RawMail, Result
from stedennet.mailing.transport.smtp import Server, SmtpTransport

from .conftest import a_mailing
from .server import MailServer

BODY = b"Subject: x\r\n\r\nHello\r\n"


@pytest.fixture(params=[True, False], ids=["pipelining", "step by step"])
def server(request):
    running = MailServer(pipelining=request.param)
    yield running
    running.close()


def parcels(number: int) -> list[RawMail]:
    return [RawMail(one, "from@example.org", f"n{one}@example.org", BODY) for one in range(number)]


def carried(server: MailServer, number: int, *, connections: int = 2) -> dict:
    """What became of so many parcels."""
    carrier = SmtpTransport(Server("127.0.0.1", server.port, patience=20), connections=connections)
    carrier.post(iter(parcels(number)))
    found: dict = {}
    while len(found) < number:
        for answer in carrier.answers():
            assert answer.number not in found, "two answers for one parcel"
            found[answer.number] = answer
    carrier.close()
    return found


def test_everything_is_taken_once(server):
    found = carried(server, 40)
    assert {answer.said for answer in found.values()} == {Result.TAKEN}
    assert sorted(to for _sender, to, _data in server.mails) == sorted(one.to for one in parcels(40))
    assert {(sender, data) for sender, _to, data in server.mails} == {("from@example.org", BODY)}
    assert server.connections <= 2


@pytest.mark.parametrize(
    ("verb", "reply", "said", "about"),
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
def test_a_refusal_is_of_one_parcel_only(server, verb, reply, said, about):
    # MAIL is said before the address: the first mail of the only connection is refused.
    server.says(verb, "" if verb == "MAIL" else "n1@example.org", reply)
    found = carried(server, 4, connections=1)
    wrong = 0 if verb == "MAIL" else 1
    assert (found[wrong].said, found[wrong].about) == (said, about)
    assert {number for number, answer in found.items() if answer.said is Result.TAKEN} == set(range(4)) - {wrong}
    assert len(server.mails) == 3


def test_a_connection_that_breaks_at_the_end_leaves_one_unknown(server):
    server.says("END", "n1@example.org", "")
    found = carried(server, 6, connections=1)
    assert found[1].said is Result.UNKNOWN
    others = {answer.said for number, answer in found.items() if number != 1}
    assert others <= {Result.TAKEN, Result.UNSENT}
    assert found[0].said is Result.TAKEN


def test_a_connection_that_breaks_before_the_mail_was_sent_leaves_none_unknown(server):
    server.says("RCPT", "n1@example.org", "")
    found = carried(server, 6, connections=1)
    assert Result.UNKNOWN not in {answer.said for number, answer in found.items() if number != 0}
    assert found[1].said is Result.UNSENT


def test_a_server_that_closes_with_421_gets_the_rest_later(server):
    server.says("RCPT", "n2@example.org", "421 too much")
    found = carried(server, 5, connections=1)
    assert found[2].said is Result.UNSENT
    assert len(server.mails) >= sum(answer.said is Result.TAKEN for answer in found.values())


def test_what_is_called_back_was_not_begun(server):
    carrier = SmtpTransport(Server("127.0.0.1", server.port, patience=20), connections=1)
    carrier.post(iter(parcels(10)))
    carrier.recall()
    found = []
    while len(found) < 10:
        found += carrier.answers()
    carrier.close()
    taken = [answer for answer in found if answer.said is Result.TAKEN]
    assert len(server.mails) == len(taken) < 10
    assert {answer.said for answer in found} == {Result.TAKEN, Result.UNSENT}


def test_a_server_that_is_not_there_has_nothing():
    gone = MailServer(pipelining=False)
    gone.close()
    carrier = SmtpTransport(Server("127.0.0.1", gone.port), connections=2)
    carrier.post(iter(parcels(3)))
    assert {answer.said for answer in carrier.answers()} == {Result.UNSENT}


@pytest.mark.django_db
def test_a_mailing_goes_over_the_wire(server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    mailing = a_mailing(*(f"n{number}" for number in range(30)))
    assert send_due_deliveries() == 30
    assert count_deliveries(mailing).handed_over == len(server.mails) == 30
    assert all(max(map(len, data.split(b"\r\n"))) <= 998 for _sender, _to, data in server.mails)
