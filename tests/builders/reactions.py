"""Reactions to an article."""

import re
from uuid import uuid4

from stedennet.core.access import SYSTEM
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from stedennet.reactions import flows
from stedennet.reactions.models import Reaction


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
