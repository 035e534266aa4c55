"""Transport over Django's mail backend, one mail at a time: for the demo's files and for tests."""

from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.core.mail import EmailMultiAlternatives, get_connection

from .messages import Answer, RawMail, Result

_OWN_HEADERS = {"to", "subject", "from", "mime-version", "content-type", "content-transfer-encoding"}


class DjangoTransport:
    """Sends each mail at once."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._answers: list[Answer] = []

    def send(self, mails: Iterable[RawMail]) -> None:
        """Send these mails one after the other."""
        self._answers += [self._send(mail) for mail in mails]

    def _send(self, mail: RawMail) -> Answer:
        try:
            self._connection.send_messages([build_django_message(mail.data)])
        except Exception as error:  # Whatever went wrong in the backend, the mail is tried again later.
            return Answer(mail.number, Result.LATER, f"{type(error).__name__}: {error}")
        return Answer(mail.number, Result.TAKEN)

    def cancel(self) -> None:
        """Do nothing: no mail waits here."""

    def receive_answers(self) -> list[Answer]:
        """Return the answers since the last call."""
        answers, self._answers = self._answers, []
        return answers

    def close(self) -> None:
        """Close Django's connection."""
        self._connection.close()


def build_django_message(data: bytes) -> EmailMultiAlternatives:
    """Convert a raw mail to the message class that Django's backends send."""
    parsed: EmailMessage = message_from_bytes(data, policy=policy.default)  # type: ignore[assignment]
    parts = {part.get_content_subtype(): part.get_content() for part in parsed.iter_parts()}
    message = EmailMultiAlternatives(str(parsed["Subject"]), parts["plain"], str(parsed["From"]), [str(parsed["To"])])
    message.extra_headers = {name: str(value) for name, value in parsed.items() if name.lower() not in _OWN_HEADERS}
    message.attach_alternative(parts["html"], "text/html")
    return message
