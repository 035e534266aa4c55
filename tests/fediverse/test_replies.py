"""Replies from other servers: moderated, plain text, and their authors can edit and withdraw them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.access import SYSTEM
from stedennet.fediverse.models import Reply
from stedennet.fediverse.rules.markup import extract_text
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from stedennet.reactions import flows as reactions
from stedennet.reactions.models import Reaction
from tests.builders.fediverse import KEYS, PUBLIC, Person

pytestmark = pytest.mark.django_db


def says(client, person, note, kind="Create"):
    response = person.sends(client, person.activity(kind, note))
    assert response.status_code == 202
    return Submission.objects.filter(kind__startswith="fediverse").order_by("-id").first()


def test_a_reply_waits_for_a_moderator_and_then_stands_below_the_article(client, ada, post, article, moderator):
    note = ada.note(post.document["id"])
    submission = says(client, ada, note)
    assert (submission.status, submission.name, submission.text) == ("pending", "@ada@elders.example", "Goed plan.")
    assert submission.email == ""
    assert "Goed plan." in OutgoingMail.objects.get(to=moderator.email).text
    assert "Goed plan." not in client.get("/artikelen/nieuws/").content.decode()
    intake.accept_submission(submission, by=moderator)
    page = client.get("/artikelen/nieuws/").content.decode()
    assert "Goed plan." in page
    assert f'href="{note["url"]}" rel="nofollow ugc noopener">@ada@elders.example</a>' in " ".join(page.split())
    assert OutgoingMail.objects.exclude(to=moderator.email).count() == 0, "nobody has an address to mail to"


def test_a_rejected_reply_mails_nobody(client, ada, post, moderator):
    submission = says(client, ada, ada.note(post.document["id"]))
    intake.reject_submission(submission, by=moderator, reason="Reclame.")
    assert not Reaction.objects.exists()
    assert not OutgoingMail.objects.exclude(to=moderator.email).exists()


def test_each_reply_waits_also_from_who_was_accepted_before(client, ada, post, settings):
    settings.TRUSTED_REACTIONS = True
    intake.accept_submission(says(client, ada, ada.note(post.document["id"])), by=SYSTEM)
    assert says(client, ada, ada.note(post.document["id"])).status == "pending"


def test_a_moderator_removes_it_like_any_reaction(client, ada, post, moderator):
    intake.accept_submission(says(client, ada, ada.note(post.document["id"])), by=moderator)
    reactions.remove_reaction(Reaction.objects.get(), by=moderator, reason="Beledigend.")
    assert Reaction.objects.get().status == "removed"


def test_a_reply_to_a_reply_stands_below_it(client, ada, post, internet):
    first = ada.note(post.document["id"])
    intake.accept_submission(says(client, ada, first), by=SYSTEM)
    eva = Person(internet, "eva", keys=KEYS[0])
    second = eva.note(first["id"], "<p>Mee eens.</p>")
    intake.accept_submission(says(client, eva, second), by=SYSTEM)
    third = ada.note(second["id"], "<p>Dank.</p>")
    intake.accept_submission(says(client, ada, third), by=SYSTEM)
    top = Reaction.objects.get(parent=None)
    assert [reaction.text for reaction in top.replies.all()] == ["Mee eens.", "Dank."]


@pytest.mark.parametrize(
    "to", [[], None, ["https://stad.example/fediverse/accounts/netwerk"], "https://elders.example/f"]
)
def test_what_was_not_said_in_public_stays_where_it_is(client, ada, post, to):
    assert says(client, ada, ada.note(post.document["id"], to=to)) is None


@pytest.mark.parametrize("to", [PUBLIC, [PUBLIC], "as:Public", ["Public"]])
def test_public_is_written_in_several_ways(client, ada, post, to):
    assert says(client, ada, ada.note(post.document["id"], to=to))


def test_unlisted_is_public_too(client, ada, post):
    assert says(client, ada, ada.note(post.document["id"], to=["https://elders.example/f"], cc=[PUBLIC]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"attributedTo": "https://elders.example/users/eva"},
        {"id": "https://boos.example/1"},
        {"id": None},
        {"type": "Question"},
        {"inReplyTo": "https://stad.example/fediverse/berichten/999"},
        {"inReplyTo": None},
        {"content": "<p> </p>"},
        {"content": None},
        {"content": 5},
    ],
)
def test_what_does_not_fit_is_not_taken(client, ada, post, wrong):
    assert says(client, ada, ada.note(post.document["id"], **wrong)) is None


def test_the_same_note_is_taken_once(client, ada, post):
    note = ada.note(post.document["id"])
    says(client, ada, note)
    says(client, ada, note)
    assert Reply.objects.count() == 1


def test_a_reply_to_what_was_withdrawn_is_not_taken(client, ada, post, article):
    from stedennet.fediverse.flows import posts

    article.unpublish()
    posts.follow_log()
    assert says(client, ada, ada.note(f"https://stad.example/fediverse/berichten/{post.pk}")) is None


def test_the_writer_deletes_it_and_it_is_withdrawn(client, ada, post):
    waiting, placed = ada.note(post.document["id"]), ada.note(post.document["id"])
    submission = says(client, ada, waiting)
    intake.accept_submission(says(client, ada, placed), by=SYSTEM)
    says(client, ada, {"id": waiting["id"], "type": "Tombstone"}, "Delete")
    says(client, ada, placed["id"], "Delete")
    submission.refresh_from_db()
    assert submission.status == "withdrawn"
    assert (Reaction.objects.get().status, Reaction.objects.get().text) == ("withdrawn", "")


def test_nobody_deletes_or_changes_what_another_wrote(client, ada, post, internet):
    note = ada.note(post.document["id"])
    submission = says(client, ada, note)
    eva = Person(internet, "eva", keys=KEYS[0])
    says(client, eva, note["id"], "Delete")
    says(client, eva, {**note, "content": "Onzin."}, "Update")
    says(client, eva, {**note, "attributedTo": eva.actor, "content": "Onzin."}, "Update")
    submission.refresh_from_db()
    assert (submission.status, submission.text) == ("pending", "Goed plan.")


def test_who_ends_the_account_takes_all_replies_along(client, ada, post):
    says(client, ada, ada.note(post.document["id"]))
    intake.accept_submission(says(client, ada, ada.note(post.document["id"])), by=SYSTEM)
    ada.vanish()
    ada.sends(client, ada.activity("Delete", ada.actor))
    assert set(Submission.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert not Reaction.objects.published().exists()


def test_a_change_of_what_waits_is_what_waits(client, ada, post):
    note = ada.note(post.document["id"])
    submission = says(client, ada, note)
    says(client, ada, {**note, "content": "<p>Beter plan.</p>"}, "Update")
    submission.refresh_from_db()
    assert (submission.status, submission.text) == ("pending", "Beter plan.")


def test_a_change_of_what_stands_there_waits_again(client, ada, post, moderator):
    note = ada.note(post.document["id"])
    intake.accept_submission(says(client, ada, note), by=moderator)
    for words in ("Beter plan.", "Best plan."):
        says(client, ada, {**note, "content": words}, "Update")
    assert Reaction.objects.get().text == "Goed plan."
    edits = Submission.objects.filter(kind="fediverse_edit")
    assert sorted(edits.values_list("status", "text")) == [("pending", "Best plan."), ("withdrawn", "Beter plan.")]
    intake.accept_submission(edits.get(status="pending"), by=moderator)
    reaction = Reaction.objects.get()
    assert (reaction.text, bool(reaction.edited_at)) == ("Best plan.", True)


def test_a_change_to_followers_only_takes_it_back(client, ada, post):
    note = ada.note(post.document["id"])
    submission = says(client, ada, note)
    says(client, ada, {**note, "to": []}, "Update")
    submission.refresh_from_db()
    assert submission.status == "withdrawn"


def test_a_handle_that_does_not_lead_back_is_not_shown(client, ada, post, internet):
    """Let the server say that the name is somebody else's; the URL is shown instead."""
    address = "https://elders.example/.well-known/webfinger?resource=acct:ada@elders.example"
    internet.documents[address]["links"][0]["href"] = "https://elders.example/users/eva"
    assert says(client, ada, ada.note(post.document["id"])).name == "elders.example/users/ada"


def test_a_handle_on_another_server_must_be_known_there_too(client, ada, post, internet):
    own = "https://elders.example/.well-known/webfinger?resource=acct:ada@elders.example"
    internet.documents[own]["subject"] = "acct:ada@naam.example"
    assert says(client, ada, ada.note(post.document["id"])).name == "elders.example/users/ada"
    there = "https://naam.example/.well-known/webfinger?resource=acct:ada@naam.example"
    internet.documents[there] = internet.documents[own]
    assert says(client, ada, ada.note(post.document["id"])).name == "@ada@naam.example"


def test_who_was_rejected_is_wiped_in_time(client, ada, post, moderator, clock):
    submission = says(client, ada, ada.note(post.document["id"]))
    intake.reject_submission(submission, by=moderator, reason="Reclame.")
    clock.later(days=181)
    assert intake.anonymise_old_submissions() == 1
    submission.refresh_from_db()
    assert (submission.name, submission.text, submission.data) == ("", "", {})
    assert intake.anonymise_old_submissions() == 0


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Een</p><p>twee</p>", "Een\n\ntwee"),
        ("Een<br>twee<br />drie", "Een\ntwee\ndrie"),
        ("<script>alert(1)</script>ja<style>p{}</style>", "ja"),
        ("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
        ('<span class="h-card"><a href="https://x/">@<span>netwerk</span></a></span> hoi', "@netwerk hoi"),
        ("<img src=x onerror=alert(1)>hoi", "hoi"),
        ("a\u202eb\0c\ud800", "abc"),
        ("<!-- weg -->hoi", "hoi"),
        ("x" * 3000, "x" * 1999 + "…"),
        ("", ""),
    ],
)
def test_words_become_plain_text(html, text):
    assert extract_text(html) == text


@given(st.text(max_size=300))
def test_any_text_becomes_plain_text(html):
    text = extract_text(html)
    assert len(text) <= 2000
    assert "\0" not in text
    text.encode()
