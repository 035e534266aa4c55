"""Sending: accepted, deferred, refused, no reply; and sending through Django's mail backend."""

import pytest
from django.core import mail

from stedennet.mailing.flows.deliveries import LOST_AFTER, Worker, release_lost_claims, send_due_deliveries
from stedennet.mailing.flows.mailings import count_deliveries
from stedennet.mailing.flows.suppressions import is_suppressed, suppress_address
from stedennet.mailing.models import Delivery
from stedennet.mailing.rules.pace import MAX_ATTEMPTS, MAX_DEFERRALS
from stedennet.mailing.transport import Result
from tests.builders.mailings import a_mailing, round_of, states

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_everybody_gets_it_once(worker, box):
    names = [f"n{number}" for number in range(150)]
    mailing = a_mailing(*names)
    assert round_of(worker, box) == 150
    assert round_of(worker, box) == 0
    assert sorted(box.addresses) == sorted(f"{name}@example.org" for name in names)
    assert count_deliveries(mailing).handed_over == 150


def test_without_a_mail_server_django_sends(settings):
    a_mailing("anna", "ben")
    assert send_due_deliveries() == 2
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["anna@example.org"], "Nieuws voor Anna")
    assert "Beste Anna" in message.body
    assert message.extra_headers["List-Unsubscribe"] == "<https://stedennet.example/af/anna>"
    assert "Beste Anna" in message.alternatives[0][0]


def test_later_is_tried_later_and_given_up_in_the_end(clock, worker, box):
    a_mailing("anna", "ben")
    box.says["anna@example.org"] = Result.LATER
    assert round_of(worker, box) == 1
    assert round_of(worker, box) == 0
    for _ in range(MAX_ATTEMPTS):
        clock.later(days=1)
        round_of(worker, box)
    row = Delivery.objects.get(key="test:anna")
    assert (row.state, row.attempts, row.repeated) == ("failed", MAX_ATTEMPTS, 0)
    assert not is_suppressed("anna@example.org")


def test_later_and_then_yes_is_one_mail(clock, worker, box):
    a_mailing()
    box.says["anna@example.org"] = [Result.LATER]
    round_of(worker, box)
    clock.later(minutes=1)
    assert round_of(worker, box) == 1
    assert box.addresses == ["anna@example.org"]


def test_a_refused_address_fails_and_is_suspended(worker, box):
    mailing = a_mailing("anna", "ben")
    box.says["anna@example.org"] = Result.REFUSED
    assert round_of(worker, box) == 1
    counts = count_deliveries(mailing)
    assert (counts.failed, counts.bounced, counts.handed_over) == (1, 1, 1)
    assert is_suppressed("anna@example.org")


def test_a_server_that_says_later_to_all_gets_a_rest(clock, worker, box):
    names = [f"n{number}" for number in range(200)]
    a_mailing(*names)
    box.says = {f"{name}@example.org": Result.LATER for name in names}
    round_of(worker, box)
    tried = Delivery.objects.filter(attempts__gt=0).count()
    assert MAX_DEFERRALS <= tried <= 20
    assert worker.pace.is_paused(clock.moment)
    box.says = {}
    clock.later(hours=2)
    assert round_of(worker, box) == 200


def test_silence_after_the_end_is_tried_again_and_counted(clock, worker, box):
    mailing = a_mailing()
    box.says["anna@example.org"] = [Result.UNKNOWN]
    round_of(worker, box)
    clock.later(hours=1)
    round_of(worker, box)
    counts = count_deliveries(mailing)
    assert (counts.handed_over, counts.repeated, len(box.mails)) == (1, 1, 2)


def test_what_the_server_cannot_have_goes_on_at_once_and_is_no_repeat(clock, worker, box):
    mailing = a_mailing()
    box.says["anna@example.org"] = [Result.UNSENT]
    round_of(worker, box)
    assert states() == {"test:anna": "waiting"}
    clock.later(minutes=2)
    assert round_of(worker, box) == 1
    assert count_deliveries(mailing).repeated == 0


def test_when_the_time_is_over_what_was_not_begun_comes_back(worker, box):
    a_mailing("anna", "ben")
    box.lazy = True
    assert round_of(worker, box, seconds=0.05) == 0
    assert set(states().values()) == {"waiting"}


def test_a_claim_is_left_alone_for_ten_minutes_and_then_repeated(clock, box):
    mailing = a_mailing()

    def dies(raw_mail):
        raise SystemExit

    box.after = dies
    with pytest.raises(SystemExit):
        round_of(Worker(), box)
    clock.later(seconds=LOST_AFTER.total_seconds() - 1)
    assert release_lost_claims() == 0
    clock.later(seconds=2)
    assert release_lost_claims() == 1
    box.after = lambda raw_mail: None
    assert round_of(Worker(), box) == 1
    assert (count_deliveries(mailing).repeated, len(box.mails)) == (1, 2)
    # The same Message-ID: a mail program that receives both shows one.
    assert len({raw_mail.data.split(b"Message-ID: ")[1].split(b"\r\n")[0] for raw_mail in box.mails}) == 1


def test_a_mail_that_ends_each_worker_is_given_up(clock, box):
    a_mailing()

    def dies(raw_mail):
        raise SystemExit

    box.before = dies
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            round_of(Worker(), box)
        clock.later(minutes=11)
        release_lost_claims()
    assert states() == {"test:anna": "failed"}


def test_who_is_suspended_meanwhile_gets_nothing(worker, box):
    mailing = a_mailing("anna", "ben")
    suppress_address("anna@example.org", reason="complaint")
    assert round_of(worker, box) == 1
    assert count_deliveries(mailing).suppressed == 1


def test_the_return_address_knows_the_delivery(settings, worker, box):
    settings.BOUNCE_EMAIL = "bounces@example.org"
    delivery = a_mailing().deliveries.get()
    round_of(worker, box)
    assert box.mails[0].sender.startswith(f"bounces+{delivery.pk}-")


def test_the_demos_mailbox_shows_what_was_handed_over(client, settings, worker, box):
    settings.DEMO = True
    a_mailing("anna", "ben")
    assert round_of(worker, box) == 2
    a_mailing("cor")
    page = client.get("/demo/postvak/").content.decode()
    assert "Nieuws voor Anna" in page
    assert "https://stedennet.example/af/ben" in page
    assert "Nieuws voor Cor" not in page
