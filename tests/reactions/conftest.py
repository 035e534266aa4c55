"""An article, and people who react to it."""

import re
from uuid import uuid4

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from stedennet.publications.models import ArticlePage
from stedennet.reactions import flows
from stedennet.reactions.models import Reaction
from tests.core.clock import set_by_hand
from tests.network.conftest import eindhoven, lead, mobility, utrecht  # noqa: F401
from tests.publications.conftest import make_article


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


@pytest.fixture
def article(mobility) -> ArticlePage:  # noqa: F811
    return make_article(title="Het nieuws", themes=[mobility])


@pytest.fixture
def moderator(db):
    return create_person(email="m@example.org", name="M", password=None, by=SYSTEM, is_moderator=True)


def last_mail(address: str) -> OutgoingMail:
    """The newest mail to this address."""
    return OutgoingMail.objects.filter(to=address).order_by("-id").first()


def secret_in(mail: OutgoingMail, before: str) -> str:
    """The secret in the link that has `before` in its path."""
    return re.search(rf"/{before}/([^/\s]+)/", mail.text)[1]


def send_in(article, email="ada@example.org", *, text="Goed plan.", **more) -> Submission:
    """Somebody types a reaction; the mail is not opened yet."""
    fields = {"name": email.split("@")[0].title(), "language": "nl", "once": str(uuid4()), "page": article.get_url()}
    return flows.submit_reaction(article, email=email, text=text, **{**fields, **more})


def react(article, email="ada@example.org", **more) -> Reaction:
    """A reaction that was confirmed and placed by a moderator."""
    submission = send_in(article, email, **more)
    if submission.status == "unconfirmed":
        submission = intake.confirm_submission(secret_in(last_mail(email), "bevestigen"))
    if submission.status == "pending":
        intake.accept_submission(submission, by=SYSTEM)
    return Reaction.objects.get(submission=submission)
