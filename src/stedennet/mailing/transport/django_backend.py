"""Handing over by the mail backend that Django has: one by one, for the demo's files and for tests."""

from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.core.mail import EmailMultiAlternatives, get_connection

from .messages import Answer, RawMail, Result

_OWN = {"to", "subject", "from", "mime-version", "content-type", "content-transfer-encoding"}


class DjangoTransport:
    """Answers at once."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._answers: list[Answer] = []

    def post(self, parcels: Iterable[RawMail]) -> None:
        """Send them one after the other."""
        self._answers += [self._send(parcel) for parcel in parcels]

    def _send(self, parcel: RawMail) -> Answer:
        try:
            self._connection.send_messages([build_django_message(parcel.data)])
        except Exception as error:  # Whatever the backend says, the mail waits for another try.
            return Answer(parcel.number, Result.LATER, f"{type(error).__name__}: {error}")
        return Answer(parcel.number, Result.TAKEN)

    def recall(self) -> None:
        """Nothing waits here."""

    def answers(self) -> list[Answer]:
        """What was said since the last time."""
        said, self._answers = self._answers, []
        return said

    def close(self) -> None:
        """Close Django's connection."""
        self._connection.close()


def build_django_message(data: bytes) -> EmailMultiAlternatives:
    """The same mail as Django's backends want it."""
    read: EmailMessage = message_from_bytes(data, policy=policy.default)  # type: ignore[assignment]
    parts = {part.get_content_subtype(): part.get_content() for part in read.iter_parts()}
    message = EmailMultiAlternatives(str(read["Subject"]), parts["plain"], str(read["From"]), [str(read["To"])])
    message.extra_headers = {name: str(value) for name, value in read.items() if name.lower() not in _OWN}
    message.attach_alternative(parts["html"], "text/html")
    return message
