"""Shared by the tests of intake: a submission kind, a clock, a moderator, and the link in a mail."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest

from stedennet.accounts.flows import create_person, make_moderator
from stedennet.accounts.models import User
from stedennet.changes.models import Cursor
from stedennet.core.access import SYSTEM
from stedennet.intake import flows, kinds
from stedennet.intake.kinds import SubmissionKind
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from tests.core.clock import set_by_hand
from tests.core.threads import committing  # noqa: F401

AUTHOR = "jo@example.org"


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


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


@pytest.fixture(autouse=True)
def notes(monkeypatch) -> Notes:
    """The only kinds that there are: a note, and a silent one."""
    made = Notes()
    monkeypatch.setattr(kinds, "_kinds", {})
    common = {"accept": made.accept, "must_wait": lambda one: made.waits, "on_withdraw": made.take_back}
    kinds.register_kind(
        SubmissionKind(
            "note", "Notitie", look_alikes=lambda data: ["Een oude notitie"], labels={"title": "Titel"}, **common
        )
    )
    kinds.register_kind(
        SubmissionKind("silent", "Stil bericht", says_accepted=False, when_accepted="Wij gaven het door.", **common)
    )
    return made


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


def a_person(email: str = "mo@example.org", name: str = "Mo", **more) -> User:
    return create_person(email=email, name=name, password=None, by=SYSTEM, **more)


@pytest.fixture
def moderator(db) -> User:
    return make_moderator(a_person(), by=SYSTEM)


@pytest.fixture
def nobody():
    return SimpleNamespace(is_authenticated=False, is_active=False, pk=None)
