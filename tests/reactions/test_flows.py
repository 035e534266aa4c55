"""Submitting, placing, changing, withdrawing, reporting and removing a reaction."""

import pytest
from django.db import IntegrityError, transaction

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from stedennet.reactions.flows import (
    change_reaction,
    remove_reaction,
    report_reaction,
    withdraw_reaction,
)
from stedennet.reactions.models import Reaction
from stedennet.reactions.personal_links import REACTION_LINK
from tests.builders.reactions import last_mail, react, secret_in, send_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_first_reaction_waits_for_a_moderator(article, moderator):
    send_in(article)
    submission = intake.confirm_submission(secret_in(last_mail("ada@example.org"), "bevestigen"))
    assert submission.status == "pending"
    assert not Reaction.objects.exists()
    assert "Goed plan." in last_mail(moderator.email).text
    intake.accept_submission(submission, by=moderator)
    assert Reaction.objects.get().status == "published"


def test_who_was_trusted_before_is_placed_at_once(article):
    react(article)
    send_in(article, text="Nog iets.")
    assert intake.confirm_submission(secret_in(last_mail("ada@example.org"), "bevestigen")).status == "accepted"


def test_unless_the_setting_says_otherwise(article, settings):
    settings.TRUSTED_REACTIONS = False
    react(article)
    send_in(article, text="Nog iets.")
    assert intake.confirm_submission(secret_in(last_mail("ada@example.org"), "bevestigen")).status == "pending"


def test_who_was_removed_is_not_trusted(article, moderator):
    remove_reaction(react(article), by=moderator, reason="Reclame")
    send_in(article, text="Nog iets.")
    assert intake.confirm_submission(secret_in(last_mail("ada@example.org"), "bevestigen")).status == "pending"


def test_who_is_signed_in_confirms_nothing(article):
    person = create_person(email="p@example.org", name="P", password=None, by=SYSTEM)
    assert send_in(article, person.email, person=person).status == "pending"


def test_a_rejection_has_a_reason_that_reaches_the_writer(article, moderator):
    send_in(article)
    submission = intake.confirm_submission(secret_in(last_mail("ada@example.org"), "bevestigen"))
    intake.reject_submission(submission, by=moderator, reason="Dit is reclame.")
    assert "Dit is reclame." in last_mail("ada@example.org").text
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "\u202e\0", "x" * 2001])
def test_an_empty_or_endless_text_is_refused(article, text):
    with pytest.raises(Refused):
        send_in(article, text=text)
    assert not OutgoingMail.objects.exists()


def test_one_level_of_replies(article):
    first = react(article)
    answer = react(article, "ben@example.org", parent=first)
    assert answer.parent == first
    with pytest.raises(Refused):
        send_in(article, parent=answer)


def test_a_reply_belongs_to_the_same_page(article, mobility):
    from tests.builders.articles import make_article

    with pytest.raises(Refused):
        send_in(make_article("ander"), parent=react(article))


def test_the_writer_changes_the_words_within_15_minutes(article, clock):
    reaction = react(article)
    token = secret_in(last_mail("ada@example.org"), "mijn")
    clock.later(minutes=14)
    assert change_reaction(token, "Beter plan.").text == "Beter plan."
    clock.later(minutes=1)
    with pytest.raises(Refused):
        change_reaction(token, "Te laat.")
    reaction.refresh_from_db()
    assert reaction.text == "Beter plan."


def test_the_writer_withdraws_and_the_words_are_gone(article):
    reaction = react(article)
    for _ in range(2):
        assert withdraw_reaction(REACTION_LINK.make_token(reaction)).status == "withdrawn"
    reaction.refresh_from_db()
    assert reaction.text == ""
    assert Submission.objects.get().status == "withdrawn"


@pytest.mark.parametrize("token", ["", "1", "1:x", "99:" + "a" * 43, "é"])
def test_a_forged_link_is_nobody_s(article, token):
    react(article)
    assert REACTION_LINK.find(token) is None
    for act in (withdraw_reaction, lambda token: change_reaction(token, "x")):
        with pytest.raises(Refused):
            act(token)


def test_only_a_moderator_removes_and_only_with_a_reason(article, moderator):
    reaction = react(article)
    reader = create_person(email="r@example.org", name="R", password=None, by=SYSTEM, is_editor=True)
    with pytest.raises(NotAllowed):
        remove_reaction(reaction, by=reader, reason="Zomaar")
    with pytest.raises(Refused):
        remove_reaction(reaction, by=moderator, reason=" ")
    remove_reaction(reaction, by=moderator, reason="Reclame")
    assert "Reclame" in last_mail("ada@example.org").text
    with pytest.raises(Refused):
        remove_reaction(reaction, by=moderator, reason="Nog eens")


def test_a_report_that_is_upheld_removes_the_reaction_and_both_hear_why(article, moderator):
    reaction = react(article)
    reader = {"name": "Eva", "email": "eva@example.org", "language": "nl", "once": "1", "page": article.get_url()}
    report_reaction(reaction, why="spam", text="Dit is een advertentie.", **reader)
    submission = intake.confirm_submission(secret_in(last_mail("eva@example.org"), "bevestigen"))
    assert submission.status == "pending"
    intake.accept_submission(submission, by=moderator)
    reaction.refresh_from_db()
    assert (reaction.status, reaction.removed_reason) == ("removed", "Dit is reclame of hoort hier niet.")
    assert "reclame" in last_mail("ada@example.org").text
    assert last_mail("eva@example.org").subject


def test_a_report_that_is_not_upheld_leaves_the_reaction(article, moderator):
    reaction = react(article)
    reader = {"name": "Eva", "email": "eva@example.org", "language": "nl", "once": "1", "page": article.get_url()}
    report_reaction(reaction, why="spam", text="", **reader)
    submission = intake.confirm_submission(secret_in(last_mail("eva@example.org"), "bevestigen"))
    intake.reject_submission(submission, by=moderator, reason="Dit mag iemand vinden.")
    reaction.refresh_from_db()
    assert reaction.status == "published"
    assert "Dit mag iemand vinden." in last_mail("eva@example.org").text


@pytest.mark.database
@pytest.mark.parametrize("wrong", [{"status": "odd"}, {"status": "removed", "removed_reason": ""}])
def test_the_database_refuses_what_cannot_be(article, wrong):
    reaction = react(article)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reaction.objects.filter(pk=reaction.pk).update(**wrong)
