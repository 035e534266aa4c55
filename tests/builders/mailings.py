"""Mailings, addressees, and a mail server in memory."""

from django.db import transaction

from stedennet.mailing.flows.deliveries import SendingRun, Worker
from stedennet.mailing.flows.mailings import Addressee, Letter, prepare_mailing
from stedennet.mailing.models import Delivery
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import Answer, RawMail, Result

LETTER = Letter(
    subject="Nieuws voor {{{name}}}",
    text="Beste {{{name}}},\n\nEr is nieuws.\n\nAfmelden: {{{unsubscribe_url}}}\n",
    html='<p>Beste {{{name}}}, er is nieuws. <a href="{{{unsubscribe_url}}}">Afmelden</a></p>',
    language="nl",
)


def somebody(name: str = "anna", **more) -> Addressee:
    """One addressee with a key that follows from the name."""
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
        return prepare_mailing(name, LETTER, [somebody(name) for name in names or ("anna",)], **more)


def states() -> dict[str, str]:
    """The states of all deliveries, by key."""
    return dict(Delivery.objects.values_list("key", "state"))


class Postbox:
    """A mail server in memory. `says` maps an address to its result, or to a list of results used one by one."""

    def __init__(self) -> None:
        self.mails: list[RawMail] = []
        self.says: dict[str, object] = {}
        self.before = lambda mail: None
        self.after = lambda mail: None
        self._answers: list[Answer] = []
        self.lazy = False
        self._held: list[RawMail] = []

    @property
    def addresses(self) -> list[str]:
        """The addressees of accepted mails, in order."""
        return [mail.to for mail in self.mails]

    def send(self, mails) -> None:
        for mail in mails:
            if self.lazy:
                self._held.append(mail)
            else:
                self._answers.append(self._take(mail))

    def _take(self, mail: RawMail) -> Answer:
        self.before(mail)
        result = self.says.get(mail.to, Result.TAKEN)
        if isinstance(result, list):
            result = result.pop(0) if result else Result.TAKEN
        if result in (Result.TAKEN, Result.UNKNOWN):
            self.mails.append(mail)
        self.after(mail)
        return Answer(mail.number, result, result.value, RefusalCause.ADDRESS if result is Result.REFUSED else None)

    def cancel(self) -> None:
        self._answers += [Answer(mail.number, Result.UNSENT, "called back") for mail in self._held]
        self._held = []

    def receive_answers(self) -> list[Answer]:
        answers, self._answers = self._answers, []
        return answers

    def close(self) -> None:
        pass


def round_of(worker: Worker, box: Postbox, seconds: float = 60) -> int:
    """One run of this worker with this server; returns how many mails were accepted."""
    import time

    return SendingRun(worker, box, end=time.monotonic() + seconds).run()
