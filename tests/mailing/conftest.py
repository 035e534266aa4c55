"""What the tests of mailings share: letters, addressees, a clock, and a mail server in memory."""

import pytest
from django.db import transaction

from stedennet.core.access import SYSTEM
from stedennet.mailing.flows.deliveries import SendingRun, Worker
from stedennet.mailing.flows.mailings import Addressee, Letter, prepare_mailing
from stedennet.mailing.models import Delivery
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import Answer, RawMail, Result
from tests.core.clock import set_by_hand
from tests.core.threads import committing  # noqa: F401

LETTER = Letter(
    subject="Nieuws voor {{{name}}}",
    text="Beste {{{name}}},\n\nEr is nieuws.\n\nAfmelden: {{{unsubscribe_url}}}\n",
    html='<p>Beste {{{name}}}, er is nieuws. <a href="{{{unsubscribe_url}}}">Afmelden</a></p>',
    language="nl",
)


def somebody(name: str = "anna", **more) -> Addressee:
    """One addressee with a key of its own."""
    fields = {
        "key": f"test:{name}",
        "email": f"{name}@example.org",
        "values": {"name": name.title()},
        "unsubscribe_url": f"https://stedennet.example/af/{name}",
    }
    return Addressee(**{**fields, **more})


def a_mailing(*names: str, name: str = "nieuws", **more):
    """A mailing to these people, committed."""
    with transaction.atomic():
        return prepare_mailing(name, LETTER, [somebody(one) for one in names or ("anna",)], **more)


def states() -> dict[str, str]:
    """The state of each delivery by key."""
    return dict(Delivery.objects.values_list("key", "state"))


class Postbox:
    """A mail server in memory. `says` maps an address to what the server says of it, for ever or by turns (a list)."""

    def __init__(self) -> None:
        self.mails: list[RawMail] = []
        self.says: dict[str, object] = {}
        self.before = lambda parcel: None
        self.after = lambda parcel: None
        self._answers: list[Answer] = []
        self.lazy = False
        self._held: list[RawMail] = []

    @property
    def addresses(self) -> list[str]:
        """To whom it took mails, in order."""
        return [parcel.to for parcel in self.mails]

    def post(self, parcels) -> None:
        for parcel in parcels:
            if self.lazy:
                self._held.append(parcel)
            else:
                self._answers.append(self._take(parcel))

    def _take(self, parcel: RawMail) -> Answer:
        self.before(parcel)
        said = self.says.get(parcel.to, Result.TAKEN)
        if isinstance(said, list):
            said = said.pop(0) if said else Result.TAKEN
        if said in (Result.TAKEN, Result.UNKNOWN):
            self.mails.append(parcel)
        self.after(parcel)
        return Answer(parcel.number, said, said.value, RefusalCause.ADDRESS if said is Result.REFUSED else None)

    def recall(self) -> None:
        self._answers += [Answer(parcel.number, Result.UNSENT, "called back") for parcel in self._held]
        self._held = []

    def answers(self) -> list[Answer]:
        said, self._answers = self._answers, []
        return said

    def close(self) -> None:
        pass


def round_of(worker: Worker, box: Postbox, seconds: float = 60) -> int:
    """One round of this worker with this server."""
    import time

    return SendingRun(worker, box, end=time.monotonic() + seconds).run()


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


@pytest.fixture
def box() -> Postbox:
    return Postbox()


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def editor():
    return SYSTEM
