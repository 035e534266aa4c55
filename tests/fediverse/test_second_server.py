"""A real second server: another implementation (apkit) in a process of its own, over real connections.

It follows, is told, replies, is moderated, changes, withdraws, stops; it forges and replays; and its account ends.
"""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.test.testcases import LiveServerThread

from stedennet.core.access import SYSTEM
from stedennet.fediverse.flows import deliveries, identities, posts
from stedennet.fediverse.models import Delivery, Follower, Host, Peer, Post, Tally
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.network.models import Theme
from stedennet.publications.models import ArticlePage
from stedennet.reactions.models import Reaction
from stedennet.spreading.models import Dispatch
from tests.builders.articles import make_article
from tests.demo.demo_process import free_port, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
PEER = Path(__file__).with_name("peer.py")


def ask(url, data=None, *, headers=None) -> tuple[int, bytes]:
    """The status and body of a response, whatever the status."""
    request = urllib.request.Request(url, data, headers or {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Second:
    """The other server, and actions of its account ada."""

    def __init__(self, site, log):
        self.site, self.port, self.number = site, free_port(), 0
        self.here = f"http://localhost:{self.port}"
        self.actor = f"{self.here}/users/ada"
        with log.open("w") as out:
            self.process = subprocess.Popen([sys.executable, str(PEER), str(self.port)], stdout=out, stderr=out)
        wait_until(lambda: self.answers() or self.process.poll() is not None, "the second server to be ready")
        assert self.process.poll() is None, log.read_text()

    def answers(self) -> bool:
        try:
            return ask(self.actor)[0] == 200
        except OSError:
            return False

    def tell(self, what, **asked):
        """Let the other server do something."""
        status, body = ask(f"{self.here}/stuur/{what}", json.dumps(asked).encode())
        assert status == 200, body
        return json.loads(body)

    def received(self, kind) -> list[dict]:
        """The activities of a type that apkit accepted as verified."""
        rows = json.loads(ask(f"{self.here}/stuur/ontvangen")[1])
        return [row["sent"] for row in rows if row["believed"] == kind]

    def activity(self, kind, about) -> dict:
        """An activity of ada with an id of its own."""
        self.number += 1
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{self.actor}/doet/{self.number}",
            "type": kind,
            "actor": self.actor,
            "object": about,
        }

    def does(self, kind, about, *, inbox="/fediverse/postvak") -> dict:
        """Send an activity of ada to us, signed by apkit."""
        activity = self.activity(kind, about)
        assert self.tell("doe", inbox=f"{self.site}{inbox}", activity=activity)["status"] == 202
        return activity

    def signs(self, kind, about) -> dict:
        """A signed request that is not sent yet."""
        return self.tell("onderteken", inbox=f"{self.site}/fediverse/postvak", activity=self.activity(kind, about))

    def note(self, answers, content) -> dict:
        self.number += 1
        note = {"id": f"{self.actor}/zegt/{self.number}", "type": "Note", "attributedTo": self.actor, "to": [PUBLIC]}
        return {**note, "inReplyTo": answers, "content": content}


@pytest.fixture
def site(committing, settings, mobility: Theme):
    """The site on a port of its own with the fediverse on, limited to this machine."""
    serving = LiveServerThread("localhost", StaticFilesHandler)
    serving.daemon = True
    serving.start()
    serving.is_ready.wait()
    assert serving.error is None
    url = f"http://localhost:{serving.port}"
    settings.FEDIVERSE, settings.FEDIVERSE_REACH, settings.SITE_URL = True, "loopback", url
    cache.clear()
    identities.create_missing_identities()
    yield url
    serving.terminate()


@pytest.fixture
def second(site, tmp_path):
    running = Second(site, tmp_path / "second.log")
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)


def work() -> None:
    """One round of the worker."""
    posts.follow_log()
    deliveries.send_due_deliveries()


def publish() -> ArticlePage:
    return make_article(title="Het nieuws", themes=list(Theme.objects.all()))


def test_our_accounts_make_sense_to_it(second, site):
    found = second.tell("account", url=f"{site}/fediverse/accounts/smart-mobility")
    assert found == {
        "kind": "Service",
        "name": "smart-mobility",
        "keys": 1,
        "inbox": f"{site}/fediverse/accounts/smart-mobility/postvak",
    }


def test_following_receiving_and_stopping(second, site):
    account = f"{site}/fediverse/accounts/smart-mobility"
    follow = second.does("Follow", account, inbox="/fediverse/accounts/smart-mobility/postvak")
    work()
    assert [activity["object"]["id"] for activity in second.received("Accept")] == [follow["id"]]
    assert Host.objects.get().signs == "cavage", "apkit refuses RFC 9421, so it was knocked twice"
    article = publish()
    work()
    post = Post.objects.get(kind="Article")
    assert [activity["object"]["name"] for activity in second.received("Create")] == ["Het nieuws"]
    assert [activity["object"] for activity in second.received("Announce")] == [post.document["id"]]
    assert ask(post.document["id"], headers={"Accept": "application/activity+json"})[0] == 200
    article.lead = "Een andere inleiding."
    article.save_revision().publish()
    work()
    assert "andere" in second.received("Update")[0]["object"]["content"]
    article.unpublish()
    work()
    assert second.received("Delete")[0]["object"]["type"] == "Tombstone"
    assert ask(f"{site}/fediverse/berichten/{post.pk}", headers={"Accept": "application/activity+json"})[0] == 410
    rows = Dispatch.objects.filter(channel="fediverse", subject_type="publications.articlepage")
    assert list(rows.values_list("where", "many")) == [(f"localhost:{second.port}", 1)]
    second.does("Undo", follow)
    assert not Follower.objects.exists()
    before = len(second.received("Create"))
    make_article("nog-iets")
    work()
    assert len(second.received("Create")) == before
    assert not Delivery.objects.waiting().exists()


def test_replying_being_moderated_changing_and_deleting(second, site):
    publish()
    work()
    post = Post.objects.get(kind="Article").document["id"]
    note = second.note(post, "<p>Goed <b>plan</b>!</p>")
    second.does("Create", note)
    submission = Submission.objects.get()
    assert (submission.status, submission.text) == ("pending", "Goed plan!")
    assert submission.name == f"@ada@localhost:{second.port}", "checked with its WebFinger"
    assert b"Goed plan!" not in ask(f"{site}/artikelen/nieuws/")[1]
    intake.accept_submission(submission, by=SYSTEM)
    assert b"Goed plan!" in ask(f"{site}/artikelen/nieuws/")[1]
    second.does("Update", {**note, "content": "<p>Heel goed plan!</p>"})
    assert Reaction.objects.get().text == "Goed plan!"
    intake.accept_submission(Submission.objects.get(status="pending"), by=SYSTEM)
    assert b"Heel goed plan!" in ask(f"{site}/artikelen/nieuws/")[1]
    second.does("Delete", {"id": note["id"], "type": "Tombstone"})
    assert b"goed plan!" not in ask(f"{site}/artikelen/nieuws/")[1].lower()


def test_liking_and_sharing(second):
    publish()
    work()
    post = Post.objects.get(kind="Article").document["id"]
    like = second.does("Like", post)
    second.does("Announce", post)
    assert sorted(Tally.objects.values_list("kind", flat=True)) == ["Announce", "Like"]
    second.does("Undo", like)
    assert list(Tally.objects.values_list("kind", flat=True)) == ["Announce"]


def test_forging_and_replaying(second, site):
    inbox = f"{site}/fediverse/postvak"
    made = second.signs("Follow", f"{site}/fediverse/accounts/netwerk")
    body, headers = made["body"].encode(), made["headers"]
    forged = body.replace(b"netwerk", b"smart-mobility")
    assert ask(inbox, forged, headers=headers)[0] == 401, "another body"
    lower = {name.lower(): value for name, value in headers.items()}
    digest = json.loads(json.dumps(second.signs("Follow", f"{site}/fediverse/accounts/x")["headers"]))
    mixed = {**lower, "signature": digest.get("Signature") or digest["signature"]}
    mixed.pop("authorization", None)
    assert ask(inbox, body, headers=mixed)[0] == 401, "the signature of another message"
    assert ask(f"{site}/fediverse/accounts/netwerk/postvak", body, headers=headers)[0] == 401, "another address"
    without = {name: value for name, value in lower.items() if name not in ("signature", "authorization")}
    assert ask(inbox, body, headers=without)[0] == 401, "no signature"
    assert not Follower.objects.exists()
    assert ask(inbox, body, headers=headers)[0] == 202
    assert Follower.objects.count() == 1
    Follower.objects.all().delete()
    assert ask(inbox, body, headers=headers)[0] == 401, "a replay"
    assert not Follower.objects.exists()


def test_an_account_that_ends(second, site):
    publish()
    work()
    second.does("Follow", f"{site}/fediverse/accounts/netwerk")
    second.does("Create", second.note(Post.objects.get(kind="Article").document["id"], "Goed plan!"))
    intake.accept_submission(Submission.objects.get(), by=SYSTEM)
    second.tell("verdwijn")
    second.does("Delete", second.actor)
    assert not Follower.objects.exists()
    assert not Peer.objects.exists()
    assert not Reaction.objects.published().exists()
    # From now on nobody can speak for it: its server no longer has the key.
    activity = second.activity("Follow", f"{site}/fediverse/accounts/netwerk")
    assert second.tell("doe", inbox=f"{site}/fediverse/postvak", activity=activity)["status"] == 401


def test_a_server_that_is_down_is_told_later(second, site):
    second.does("Follow", f"{site}/fediverse/accounts/netwerk")
    second.process.terminate()
    second.process.wait(timeout=20)
    work()
    assert Host.objects.get().failing_since
    assert Delivery.objects.waiting().count() == 1
