"""Bounces, and their consequences."""

from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from anymail.signals import tracking
from hypothesis import given
from hypothesis import strategies as st

from stedennet.mailing.flows.bounces import read_bounce
from stedennet.mailing.flows.mailings import count_deliveries
from stedennet.mailing.flows.suppressions import is_suppressed, suppress_address
from stedennet.mailing.models import Bounce, Delivery, Suppression
from stedennet.mailing.renderer import get_signing_key
from stedennet.mailing.rules.addresses import build_return_address, build_tag, find_tagged_number
from tests.builders.mailings import a_mailing, round_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
KEY = b"k" * 32
NUMBERS = st.integers(1, 10**17)


def handed_over(name: str, worker, box) -> Delivery:
    mailing = a_mailing(name, name=f"mailing {Delivery.objects.count()}")
    round_of(worker, box)
    return mailing.deliveries.get()


def one_more(worker, box) -> Delivery:
    from stedennet.mailing.flows.mailings import prepare_mailing
    from tests.builders.mailings import LETTER, somebody

    number = Delivery.objects.count()
    mailing = prepare_mailing(f"n{number}", LETTER, [somebody("anna", key=f"k{number}")])
    round_of(worker, box)
    return mailing.deliveries.get()


def back_to(delivery: Delivery) -> str:
    return build_return_address(build_tag(delivery.pk, get_signing_key()), "bounces@example.org")


def dsn(delivery: Delivery, status: str, *, to: str | None = None) -> bytes:
    """A delivery status notification (RFC 3464)."""
    action = "failed" if status.startswith("5") else "delayed"
    return f"""From: MAILER-DAEMON@example.org
To: {back_to(delivery) if to is None else to}
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; {delivery.email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 No such user

--b--
""".encode()


def complaint(delivery: Delivery) -> bytes:
    """A complaint that encloses our mail (RFC 5965)."""
    return f"""From: feedback@example.org
To: abuse@example.org
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1

--b
Content-Type: message/rfc822

Message-ID: <{build_tag(delivery.pk, get_signing_key())}@stedennet.example>
Subject: Nieuws

Hallo
--b--
""".encode()


def test_one_hard_bounce_suspends(worker, box):
    delivery = one_more(worker, box)
    assert read_bounce(dsn(delivery, "5.1.1")).kind == "hard"
    assert is_suppressed("anna@example.org")
    assert count_deliveries(delivery.mailing).bounced == 1


def test_three_soft_bounces_suspend_and_a_repeated_report_counts_once(worker, box):
    deliveries = [one_more(worker, box) for _ in range(3)]
    for delivery in deliveries[:2]:
        for _again in range(3):
            read_bounce(dsn(delivery, "4.2.2"))
    assert not is_suppressed("anna@example.org")
    read_bounce(dsn(deliveries[2], "4.2.2"))
    assert Suppression.objects.get().reason == "soft"


def test_a_complaint_suspends(worker, box):
    delivery = one_more(worker, box)
    assert read_bounce(complaint(delivery)).kind == "complaint"
    assert is_suppressed("anna@example.org")
    assert count_deliveries(delivery.mailing).bounced == 0


def test_the_mail_server_may_say_to_whom_it_came(worker, box):
    delivery = one_more(worker, box)
    assert read_bounce(dsn(delivery, "5.1.1", to="list@example.org"), to=back_to(delivery).upper())


def test_a_forged_return_address_does_nothing(worker, box):
    delivery = one_more(worker, box)
    forged = back_to(delivery).replace(f"+{delivery.pk}-", f"+{delivery.pk + 1}-")
    assert read_bounce(dsn(delivery, "5.1.1", to=forged)) is None
    assert not Bounce.objects.exists()


def test_an_answer_of_somebody_on_holiday_is_no_bounce(worker, box):
    message = EmailMessage()
    message["To"] = back_to(one_more(worker, box))
    message["Subject"] = "Afwezig"
    message.set_content("Ik ben er tot maandag niet.")
    assert read_bounce(message.as_bytes()) is None
    assert not is_suppressed("anna@example.org")


@given(st.binary(max_size=400))
def test_no_rubbish_breaks_the_reader(data):
    assert read_bounce(data) is None


@given(NUMBERS, st.sampled_from(["{}", "x+{}@example.org", "<{}@example.org>", "To: a+{}@b.nl\r\n"]))
def test_a_tag_is_found_again_whatever_its_capitals(number, where):
    for text in (build_tag(number, KEY), build_tag(number, KEY).upper()):
        assert find_tagged_number(where.format(text), KEY) == number


@given(NUMBERS, NUMBERS, st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16))
def test_a_forged_tag_is_refused(number, other, signature):
    theirs = build_tag(number, b"another key" * 3)
    assert find_tagged_number(theirs, KEY) is None
    ours = build_tag(number, KEY).split("-")[1]
    assert find_tagged_number(f"{other}-{ours}", KEY) == (number if number == other else None)
    assert (find_tagged_number(f"{number}-{signature}", KEY) == number) == (signature == ours)


def event(kind: str, recipient: str = "anna@example.org", payload: object = None):
    return SimpleNamespace(event_type=kind, recipient=recipient, description="", esp_event=payload)


def test_a_mail_service_tells_of_a_complaint(worker, box):
    one_more(worker, box)
    tracking.send(sender=object, event=event("complained", "Anna@example.org"), esp_name="Test")
    assert Suppression.objects.get().reason == "complaint"


@pytest.mark.parametrize(
    "payload",
    [
        {"bounce": {"bounceType": "Transient"}},
        {"Type": "SoftBounce"},
        {"event": "soft_bounce"},
        {"type": "activity.soft_bounced"},
        {"msg": [{"severity": "temporary"}]},
    ],
)
def test_what_a_service_calls_a_passing_bounce_suspends_only_the_third_time(worker, box, payload):
    for times in (1, 2, 3):
        one_more(worker, box)
        tracking.send(sender=object, event=event("bounced", payload=payload), esp_name="Test")
        assert Suppression.objects.count() == (1 if times == 3 else 0)


@pytest.mark.parametrize("payload", [None, {}, {"Type": "HardBounce"}, {"text": "this is not temporary"}, object()])
def test_any_other_bounce_that_a_service_tells_of_suspends_at_once(worker, box, payload):
    one_more(worker, box)
    tracking.send(sender=object, event=event("bounced", payload=payload), esp_name="Test")
    assert Suppression.objects.get().reason == "hard"


def test_a_mail_service_tells_of_an_address_that_we_do_not_know():
    tracking.send(sender=object, event=event("bounced", "who@example.org"), esp_name="Test")
    tracking.send(sender=object, event=event("opened"), esp_name="Test")
    tracking.send(sender=object, event=event("deferred"), esp_name="Test")
    assert [row.email for row in Suppression.objects.all()] == ["who@example.org"]


def test_the_webhook_is_not_there_without_a_secret(client):
    assert client.post("/mail-melding/mailgun/tracking/").status_code == 404


def test_suspending_twice_is_once():
    first = suppress_address("anna@example.org", reason="hard")
    assert suppress_address("ANNA@example.org ", reason="complaint") == first
