"""A newsletter is sent once, on time, to its subscribers; it can be tested, unscheduled, stopped and counted."""

import datetime as dt

import pytest
from django.core import mail

from stedennet.changes.models import Change
from stedennet.core.errors import Refused
from stedennet.mailing.flows import deliveries as mailing_sending
from stedennet.mailing.flows.suppressions import suppress_address
from stedennet.mailing.models import Delivery
from stedennet.newsletters import audience
from stedennet.newsletters.flows import drafts, newsletters
from stedennet.spreading.flows import subscriptions
from stedennet.spreading.models import Dispatch
from tests.builders.newsletters import a_draft, reader, sent, work

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_who_asked_gets_it_in_his_language(clock, editor):
    reader("ada")
    reader("bob", "en")
    newsletter = sent(editor, "Lampen")
    assert newsletter.state == "sent"
    languages = {message.to[0]: message.extra_headers["Content-Language"] for message in mail.outbox}
    assert languages == {"ada@example.org": "nl", "bob@example.org": "en"}
    dutch = next(message for message in mail.outbox if message.to == ["ada@example.org"])
    assert dutch.subject == "Nieuws van november"
    assert "Lampen" in dutch.body
    assert "/abonneren/" in dutch.extra_headers["List-Unsubscribe"]
    assert dutch.extra_headers["List-Id"].startswith("<nieuwsbrief.")
    assert newsletters.count_progress(newsletter).counts.handed_over == 2


def test_nobody_gets_it_before_its_moment(clock, editor):
    reader("ada")
    draft = a_draft(editor, "Lampen")
    newsletters.schedule_newsletter(draft, clock.moment + dt.timedelta(hours=2), by=editor)
    work()
    assert mail.outbox == []
    clock.later(hours=2)
    work()
    assert len(mail.outbox) == 1


def test_the_worker_going_round_again_sends_nothing_twice(clock, editor):
    reader("ada")
    sent(editor, "Lampen")
    for _ in range(3):
        work()
    assert len(mail.outbox) == 1


def test_a_planned_one_can_be_taken_back(clock, editor):
    draft = a_draft(editor, "Lampen")
    newsletters.schedule_newsletter(draft, clock.moment + dt.timedelta(hours=2), by=editor)
    newsletters.unschedule_newsletter(draft, by=editor)
    drafts.save_words(draft, {"intro": "Toch anders."}, by=editor)
    clock.later(hours=3)
    work()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_stopping_under_way_leaves_the_rest_unsent(clock, editor):
    for name in ("ada", "bob", "cor"):
        reader(name)
    draft = a_draft(editor, "Lampen")
    newsletters.schedule_newsletter(draft, clock.moment, by=editor)
    newsletters.send_due_newsletters()
    newsletters.stop_newsletter(draft, by=editor)
    mailing_sending.send_due_deliveries()
    draft.refresh_from_db()
    assert (draft.state, mail.outbox) == ("stopped", [])
    assert newsletters.count_progress(draft).counts.stopped == 3


def test_what_is_finished_cannot_be_stopped(clock, editor):
    newsletter = sent(editor, "Lampen")
    with pytest.raises(Refused):
        newsletters.stop_newsletter(newsletter, by=editor)


def test_an_empty_one_is_not_planned(clock, editor):
    with pytest.raises(Refused):
        newsletters.schedule_newsletter(drafts.create_draft(subject="Leeg", by=editor), clock.moment, by=editor)


def test_a_try_goes_to_the_editor_only(clock, editor):
    reader("ada")
    draft = a_draft(editor, "Lampen")
    assert newsletters.send_test(draft, "nl", by=editor) == "redactie@example.org"
    mailing_sending.send_due_deliveries()
    assert [message.to for message in mail.outbox] == [["redactie@example.org"]]
    assert mail.outbox[0].subject == "[Proef] Nieuws van november"


def test_what_is_shown_before_is_who_gets_it(clock, editor):
    reader("ada")
    reader("bob", "en")
    reader("cor")
    subscriptions.stop_subscription(reader("dirk"))
    suppress_address("cor@example.org", reason="complaint")
    shown = audience.count_audience()
    assert (shown.dutch, shown.english, shown.passed_over, shown.total) == (1, 1, 1, 2)
    listed = {row.subscriber.email: row.is_suppressed for row in audience.find_subscriptions_with_suppression()}
    assert listed == {"ada@example.org": False, "bob@example.org": False, "cor@example.org": True}
    newsletter = sent(editor, "Lampen")
    assert {message.to[0] for message in mail.outbox} == {"ada@example.org", "bob@example.org"}
    assert newsletters.count_progress(newsletter).counts.suppressed == 1


def test_a_long_list_is_written_in_pieces_and_a_dead_worker_loses_none(clock, editor, monkeypatch):
    monkeypatch.setattr(newsletters, "BATCH_SIZE", 2)
    for name in ("ada", "bob", "cor", "dirk", "els"):
        reader(name)
    draft = a_draft(editor, "Lampen")
    newsletters.schedule_newsletter(draft, clock.moment, by=editor)
    newsletters.send_due_newsletters(within=0)
    assert Delivery.objects.count() == 0
    work()
    assert len(mail.outbox) == 5
    assert Delivery.objects.count() == 5


def test_the_ledger_tells_of_each_story(clock, editor):
    reader("ada")
    reader("bob")
    sent(editor, "Lampen", "Fietsen")
    assert (
        list(Dispatch.objects.filter(channel="newsletter").values_list("where", "many"))
        == [("Nieuws van november", 2)] * 2
    )


def test_it_counts_who_left_since(clock, editor):
    ada = reader("ada")
    reader("bob")
    clock.later(minutes=1)
    newsletter = sent(editor, "Lampen")
    clock.later(hours=1)
    subscriptions.stop_subscription(ada)
    assert newsletters.count_progress(newsletter).unsubscribed == 1


def test_the_log_says_that_it_became_public(clock, editor):
    newsletter = sent(editor, "Lampen")
    assert [line.verb for line in Change.objects.for_subject(newsletter)] == ["published"]
