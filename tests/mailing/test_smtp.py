"""Our SMTP client against a real socket: with and without PIPELINING, refusals at each step, lost connections."""

import pytest

from stedennet.mailing.carrying import Parcel, Said
from stedennet.mailing.carrying.by_smtp import BySmtp, Server
from stedennet.mailing.flows.preparing import counts
from stedennet.mailing.flows.sending import send_due
from stedennet.mailing.rules.refusals import About

from .conftest import a_mailing
from .server import MailServer

BODY = b"Subject: x\r\n\r\nHello\r\n"


@pytest.fixture(params=[True, False], ids=["pipelining", "step by step"])
def server(request):
    running = MailServer(pipelining=request.param)
    yield running
    running.close()


def parcels(number: int) -> list[Parcel]:
    return [Parcel(one, "from@example.org", f"n{one}@example.org", BODY) for one in range(number)]


def carried(server: MailServer, number: int, *, connections: int = 2) -> dict:
    """What became of so many parcels."""
    carrier = BySmtp(Server("127.0.0.1", server.port, patience=20), connections=connections)
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
    assert {answer.said for answer in found.values()} == {Said.TAKEN}
    assert sorted(to for _sender, to, _data in server.mails) == sorted(one.to for one in parcels(40))
    assert {(sender, data) for sender, _to, data in server.mails} == {("from@example.org", BODY)}
    assert server.connections <= 2


@pytest.mark.parametrize(
    ("verb", "reply", "said", "about"),
    [
        ("MAIL", "451 later", Said.LATER, None),
        ("MAIL", "550 not you", Said.REFUSED, About.US),
        ("MAIL", "550 5.1.8 no such sender", Said.REFUSED, About.US),
        ("RCPT", "450 busy", Said.LATER, About.PASSING),
        ("RCPT", "451 4.7.1 greylisted, come back", Said.LATER, About.PASSING),
        ("RCPT", "452 4.3.1 no room on this server", Said.LATER, None),
        ("RCPT", "550 5.1.1 no such user", Said.REFUSED, About.ADDRESS),
        ("RCPT", "550 no such user", Said.REFUSED, About.ADDRESS),
        ("RCPT", "550 mailbox unavailable", Said.REFUSED, About.PASSING),
        ("RCPT", "552 5.2.2 over quota", Said.REFUSED, About.PASSING),
        ("RCPT", "550 5.7.1 policy", Said.REFUSED, About.US),
        ("DATA", "452 full", Said.LATER, None),
        ("END", "554 spam", Said.REFUSED, About.US),
        ("END", "550 5.1.1 no such user", Said.REFUSED, About.ADDRESS),
        ("END", "451 later", Said.LATER, None),
    ],
)
def test_a_refusal_is_of_one_parcel_only(server, verb, reply, said, about):
    # MAIL is said before the address: the first mail of the only connection is refused.
    server.says(verb, "" if verb == "MAIL" else "n1@example.org", reply)
    found = carried(server, 4, connections=1)
    wrong = 0 if verb == "MAIL" else 1
    assert (found[wrong].said, found[wrong].about) == (said, about)
    assert {number for number, answer in found.items() if answer.said is Said.TAKEN} == set(range(4)) - {wrong}
    assert len(server.mails) == 3


def test_a_connection_that_breaks_at_the_end_leaves_one_unknown(server):
    server.says("END", "n1@example.org", "")
    found = carried(server, 6, connections=1)
    assert found[1].said is Said.UNKNOWN
    others = {answer.said for number, answer in found.items() if number != 1}
    assert others <= {Said.TAKEN, Said.UNSENT}
    assert found[0].said is Said.TAKEN


def test_a_connection_that_breaks_before_the_mail_was_sent_leaves_none_unknown(server):
    server.says("RCPT", "n1@example.org", "")
    found = carried(server, 6, connections=1)
    assert Said.UNKNOWN not in {answer.said for number, answer in found.items() if number != 0}
    assert found[1].said is Said.UNSENT


def test_a_server_that_closes_with_421_gets_the_rest_later(server):
    server.says("RCPT", "n2@example.org", "421 too much")
    found = carried(server, 5, connections=1)
    assert found[2].said is Said.UNSENT
    assert len(server.mails) >= sum(answer.said is Said.TAKEN for answer in found.values())


def test_what_is_called_back_was_not_begun(server):
    carrier = BySmtp(Server("127.0.0.1", server.port, patience=20), connections=1)
    carrier.post(iter(parcels(10)))
    carrier.recall()
    found = []
    while len(found) < 10:
        found += carrier.answers()
    carrier.close()
    taken = [answer for answer in found if answer.said is Said.TAKEN]
    assert len(server.mails) == len(taken) < 10
    assert {answer.said for answer in found} == {Said.TAKEN, Said.UNSENT}


def test_a_server_that_is_not_there_has_nothing():
    gone = MailServer(pipelining=False)
    gone.close()
    carrier = BySmtp(Server("127.0.0.1", gone.port), connections=2)
    carrier.post(iter(parcels(3)))
    assert {answer.said for answer in carrier.answers()} == {Said.UNSENT}


@pytest.mark.django_db
def test_a_mailing_goes_over_the_wire(server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    mailing = a_mailing(*(f"n{number}" for number in range(30)))
    assert send_due() == 30
    assert counts(mailing).handed_over == len(server.mails) == 30
    assert all(max(map(len, data.split(b"\r\n"))) <= 998 for _sender, _to, data in server.mails)
