"""An answer by mail to the notification of a reaction is a reaction in its thread, moderated as any other."""

from email.message import EmailMessage

import pytest

from stedennet.intake.models import Submission
from stedennet.mailing.flows.replies import Receipt, receive_reply
from stedennet.outbox.models import OutgoingMail
from stedennet.reactions.models import Reaction
from tests.builders.articles import make_article
from tests.builders.reactions import react

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def reaction(settings, mobility) -> Reaction:
    settings.REPLY_EMAIL = "antwoord@stedennet.example.org"
    return react(make_article(themes=[mobility]), "ada@example.org")


def answer(text, *, sender="ada@example.org") -> Receipt:
    mail = OutgoingMail.objects.filter(template="reaction_placed").first()
    message = EmailMessage()
    message["From"], message["To"] = sender, mail.reply_to
    message.set_content(f"{text}\n\n-----Oorspronkelijk bericht-----\n{mail.text}")
    return receive_reply(message.as_bytes(), to=mail.reply_to)


def test_it_is_placed_under_the_reaction_without_another_confirmation(reaction):
    assert answer("Nog een gedachte.") is Receipt.ACCEPTED
    assert answer("Nog een gedachte.") is Receipt.AGAIN
    placed = Reaction.objects.latest("pk")
    assert (placed.text, placed.parent, placed.name) == ("Nog een gedachte.", reaction, reaction.name)
    assert Reaction.objects.count() == 2


def test_a_moderator_reviews_it_where_reactions_are_reviewed(settings, reaction):
    settings.TRUSTED_REACTIONS = False
    assert answer("Nog een gedachte.") is Receipt.ACCEPTED
    assert Submission.objects.latest("pk").status == "pending"
    assert Reaction.objects.count() == 1


def test_somebody_else_places_nothing(reaction):
    assert answer("Vals.", sender="bo@example.org") is Receipt.IGNORED
    assert Reaction.objects.count() == 1


def test_what_is_too_long_is_refused_with_the_reason(reaction):
    assert answer("woord " * 1000) is Receipt.REFUSED
    assert "hooguit 2.000 tekens" in OutgoingMail.objects.latest("pk").text
