"""The hub is notified of each changed feed once, and again if it fails; no other server is contacted."""

import contextlib
import datetime as dt
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.changes.flows import announce_change
from stedennet.core.clock import now
from stedennet.spreading.models import Dispatch
from stedennet.websub import hub, links
from stedennet.websub.flows import announcements, topics
from stedennet.websub.models import Announcement
from stedennet.websub.rules.announcements import MAX_ATTEMPTS, compute_retry_delay, merge_subjects
from tests.builders.articles import make_article
from tests.builders.hubs import HUB

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


def follow_and_tell():
    topics.follow_log()
    return announcements.send_due_announcements()


def test_a_new_article_is_told_for_its_list_and_its_theme_in_both_languages(told, mobility):
    make_article(themes=[mobility])
    follow_and_tell()
    feeds = [topic for topic in told if "artikelen" in topic]
    assert sorted(feeds) == sorted(
        f"{SITE}{language}/artikelen/feed.atom{query}"
        for language in ("", "/en")
        for query in ("", "?thema=smart-mobility")
    )


def test_many_changes_at_once_are_one_announcement_for_each_feed(told, mobility):
    for number in range(5):
        make_article(f"artikel-{number}", themes=[mobility])
    follow_and_tell()
    assert len(told) == len(set(told))
    assert follow_and_tell() == 0


def test_what_was_told_stands_in_the_ledger_once(told, mobility):
    article = make_article(themes=[mobility])
    follow_and_tell()
    line = Dispatch.objects.for_subject(article).get()
    assert (line.channel, line.where, line.many) == ("atom", "hub.example.org", 1)


def test_a_hub_that_does_not_answer_is_told_again_after_longer_and_longer_waits(deaf, clock, mobility):
    topics.follow_log()
    waits = []
    for _ in range(MAX_ATTEMPTS):
        announcements.send_due_announcements()
        announcement = Announcement.objects.first()
        if announcement.given_up_at:
            break
        waits.append(announcement.due_at - now())
        clock.moment = announcement.due_at
    assert waits == sorted(waits)
    assert announcement.given_up_at
    assert announcement.last_error == "HTTP 503"
    assert not Dispatch.objects.exists()
    assert announcements.send_due_announcements() == 0


def test_what_changes_while_the_hub_is_told_is_told_again(monkeypatch, settings, eindhoven):
    settings.WEBSUB_HUB = HUB
    topics.follow_log()
    Announcement.objects.exclude(topic=f"{SITE}/organisaties/feed.atom").delete()
    heard = []

    def publish(address, topic):
        heard.append(topic)
        if len(heard) == 1:
            announce_change(eindhoven, "changed")
            topics.follow_log()

    monkeypatch.setattr(hub, "publish_topic", publish)
    announcements.send_due_announcements()
    announcements.send_due_announcements()
    assert heard.count(f"{SITE}/organisaties/feed.atom") == 2
    assert Dispatch.objects.for_subject(eindhoven).get().many == 2


def test_a_worker_that_died_while_telling_tells_again_after_its_claim(monkeypatch, settings, clock, eindhoven):
    settings.WEBSUB_HUB = HUB
    topics.follow_log()

    def die(address, topic):
        raise KeyboardInterrupt

    monkeypatch.setattr(hub, "publish_topic", die)
    with pytest.raises(KeyboardInterrupt):
        announcements.send_due_announcements()
    heard = []
    monkeypatch.setattr(hub, "publish_topic", lambda address, topic: heard.append(topic))
    announcements.send_due_announcements()
    claimed = Announcement.objects.get(told_at=None)
    clock.moment = claimed.due_at
    announcements.send_due_announcements()
    assert claimed.topic in heard
    assert not Announcement.objects.filter(told_at=None).exists()


def test_without_a_hub_nothing_waits_and_a_later_hub_hears_of_later_changes_only(settings, told, eindhoven):
    settings.WEBSUB_HUB = ""
    assert follow_and_tell() == 0
    assert not Announcement.objects.exists()
    settings.WEBSUB_HUB = HUB
    assert follow_and_tell() == 0
    announce_change(eindhoven, "changed")
    follow_and_tell()
    assert f"{SITE}/organisaties/feed.atom" in told


def test_what_was_told_is_forgotten_after_a_month(told, clock, eindhoven):
    follow_and_tell()
    clock.later(days=29)
    assert announcements.delete_old_announcements() == 0
    clock.later(days=2)
    assert announcements.delete_old_announcements() > 0
    assert not Announcement.objects.exists()


@pytest.mark.database
def test_a_topic_waits_once():
    Announcement.objects.create(topic=f"{SITE}/feed", due_at=now(), told_at=now())
    Announcement.objects.create(topic=f"{SITE}/feed", due_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(topic=f"{SITE}/feed", due_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(topic=f"{SITE}/other", due_at=now(), told_at=now(), given_up_at=now())


STEPS = st.lists(st.sampled_from(["change", "follow", "tell", "fail", "die", "wait"]), max_size=25)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_every_change_is_told_after_it_was_made(monkeypatch, settings, clock, eindhoven, steps):
    """Following the log, failures of the hub and deaths of the worker, in any order."""
    with transaction.atomic():
        settings.WEBSUB_HUB = HUB
        monkeypatch.setattr(
            links, "list_topics", lambda lines: {f"{SITE}/f": [(line.subject_type, str(line.pk)) for line in lines]}
        )
        state = {"changes": 0, "heard": 0, "mood": "tell"}

        def publish(address, topic):
            if state["mood"] == "fail":
                raise hub.PublishFailed("no")
            if state["mood"] == "die":
                raise KeyboardInterrupt
            state["heard"] = state["changes"]

        monkeypatch.setattr(hub, "publish_topic", publish)
        for step in [*steps, "follow", "wait", "tell"]:
            if step == "change":
                announce_change(eindhoven, "changed")
                state["changes"] += 1
            elif step == "follow":
                topics.follow_log()
            elif step == "wait":
                clock.later(hours=7)
            else:
                state["mood"] = step
                with contextlib.suppress(KeyboardInterrupt):
                    announcements.send_due_announcements()
        assert state["heard"] == state["changes"] or Announcement.objects.filter(given_up_at__isnull=False).exists()
        transaction.set_rollback(True)


def test_waits_grow_and_end():
    waits = [compute_retry_delay(number) for number in range(1, MAX_ATTEMPTS)]
    assert waits == sorted(waits)
    assert waits[-1] <= dt.timedelta(hours=6)
    assert compute_retry_delay(MAX_ATTEMPTS) is None


def test_pairs_are_merged_each_once():
    assert merge_subjects([["a", "1"]], [("a", "1"), ("b", "2")]) == [["a", "1"], ["b", "2"]]


@pytest.fixture
def listening():
    """A local server: its URL, the requests it received, and its responses to come."""
    heard, answers = [], defaultdict(lambda: 204)

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.append((self.path, parse_qs(body)))
            self.send_response(answers[self.path])
            if answers[self.path] == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self):
            heard.append((self.path, {}))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard, answers
    server.shutdown()
    thread.join()
    server.server_close()


def test_one_post_says_which_feed_changed(listening):
    address, heard, _answers = listening
    hub.publish_topic(f"{address}/hub", f"{SITE}/artikelen/feed.atom?thema=x")
    topic = [f"{SITE}/artikelen/feed.atom?thema=x"]
    assert heard == [("/hub", {"hub.mode": ["publish"], "hub.url": topic, "hub.topic": topic})]


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
def test_any_other_answer_is_a_refusal_and_leads_nowhere_else(listening, status):
    address, heard, answers = listening
    answers["/hub"] = status
    with pytest.raises(hub.PublishFailed, match=str(status)):
        hub.publish_topic(f"{address}/hub", f"{SITE}/feed.atom")
    assert [path for path, _body in heard] == ["/hub"]


def test_a_hub_that_is_not_there_is_a_refusal(listening):
    with pytest.raises(hub.PublishFailed):
        hub.publish_topic("http://127.0.0.1:1/", f"{SITE}/feed.atom")
