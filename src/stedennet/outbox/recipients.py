"""To whom a mail goes. The programme office gets what has no other reader."""

from collections.abc import Iterable

from django.conf import settings

Recipient = tuple[str, str]
"""An address and the language of its reader."""


def get_office() -> Recipient:
    """The programme office."""
    return settings.OFFICE_EMAIL, "nl"


def or_office(recipients: Iterable[Recipient]) -> list[Recipient]:
    """These recipients, each once and by address; the programme office if there are none."""
    return sorted(set(recipients)) or [get_office()]
