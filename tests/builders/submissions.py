"""Submissions of a kind that exists only in tests."""

import re
from uuid import uuid4

from stedennet.changes.models import Cursor
from stedennet.intake import flows
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail

AUTHOR = "jo@example.org"


class Notes:
    """What becomes of a note: a row, so that a rollback can be seen. A test changes what happens."""

    def __init__(self) -> None:
        self.waits = True
        self.error: Exception | None = None
        self.moves_to = ""

    def accept(self, submission: Submission) -> None:
        Cursor.objects.create(name=f"note {submission.pk}", position=0)
        submission.page = self.moves_to or submission.page
        if self.error:
            raise self.error

    def take_back(self, submission: Submission) -> None:
        Cursor.objects.filter(name=f"note {submission.pk}").delete()

    @property
    def placed(self) -> int:
        return Cursor.objects.filter(name__startswith="note ").count()


def send(**more) -> Submission:
    """A note that came in."""
    fields = {
        "kind": "note",
        "name": "Jo Voorbeeld",
        "email": AUTHOR,
        "text": "Wij doen al iets met deelauto’s.",
        "language": "nl",
        "once": str(uuid4()),
        "data": {"title": "Deelauto’s"},
        "page": "/themas/smart-mobility/",
    }
    return flows.receive_submission(**{**fields, **more})


def mails_to(address: str) -> list[OutgoingMail]:
    """The mails to this address, oldest first."""
    return list(OutgoingMail.objects.filter(to=address).order_by("id"))


def token_in_mail(address: str = AUTHOR) -> str:
    """The token in the newest mail to this address that asks to confirm."""
    texts = [mail.text for mail in mails_to(address)]
    return next(match[1] for text in reversed(texts) if (match := re.search(r"/bevestigen/([^/\s]+)/", text)))


def confirmed(**more) -> Submission:
    """A note whose author pressed the button."""
    address = more.get("email", AUTHOR).lower()
    send(**more)
    return flows.confirm_submission(token_in_mail(address))
