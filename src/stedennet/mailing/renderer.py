"""Renders deliveries to raw mails: fills the letter of each delivery and adds the headers of its own."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from email.utils import formatdate, parseaddr
from typing import NamedTuple

from django.conf import settings

from .letters import Letter
from .models import Delivery, Mailing
from .rules import addresses, placeholders
from .rules.skeleton import Envelope, Skeleton
from .transport import RawMail

MAX_SKELETONS = 500
"""Skeletons kept in memory: a newsletter has one or two, a digest may have one for each reader."""


FIELDS = ("pk", "mailing_id", "email", "values", "unsubscribe_url")


class ClaimedDelivery(NamedTuple):
    """The columns of a delivery that sending needs, in the order of `FIELDS`; `number` is its primary key."""

    number: int
    mailing: int
    email: str
    values: dict[str, str]
    unsubscribe_url: str


def get_signing_key() -> bytes:
    """Return the key that signs return addresses."""
    return hashlib.sha256(b"stedennet.mailing\0" + settings.SECRET_KEY.encode()).digest()


def merge_values(row: ClaimedDelivery) -> dict[str, str]:
    """Add the values that every letter can use to those of the delivery."""
    return {**row.values, "email": row.email, "unsubscribe_url": row.unsubscribe_url}


def letter_of_mailing(mailing: Mailing) -> Letter:
    """Return the letter as it was prepared."""
    return Letter(mailing.subject, mailing.text, mailing.html, mailing.language)


def render_text(delivery: Delivery) -> tuple[str, str]:
    """Return the subject and the plain text as this addressee receives them."""
    row = ClaimedDelivery(*(getattr(delivery, name) for name in FIELDS))
    values = {name: placeholders.collapse_whitespace(value) for name, value in merge_values(row).items()}
    letter = letter_of_mailing(delivery.mailing)
    return placeholders.fill_placeholders(letter.subject, values), placeholders.fill_placeholders(letter.text, values)


class Renderer:
    """Builds mails, and keeps the skeletons of current mailings and the encoded date in memory."""

    def __init__(self) -> None:
        self._skeletons: OrderedDict[int, Skeleton] = OrderedDict()
        self._second, self._date = 0, b""

    def build_mails(self, rows: Sequence[ClaimedDelivery]) -> Iterator[RawMail]:
        """Yield a mail for each row; each is built when it is asked for."""
        self._load_skeletons({row.mailing for row in rows})
        secret, sender = get_signing_key(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        for row in rows:
            self._update_date()
            yield self._build_mail(row, secret, sender)

    def _load_skeletons(self, mailing_ids: set[int]) -> None:
        for mailing in Mailing.objects.filter(pk__in=mailing_ids - self._skeletons.keys()).iterator(chunk_size=100):
            self._skeletons[mailing.pk] = Skeleton(
                letter_of_mailing(mailing), sender=settings.DEFAULT_FROM_EMAIL, list_id=mailing.list_id
            )
        for mailing_id in mailing_ids:
            self._skeletons.move_to_end(mailing_id)
        while len(self._skeletons) > max(MAX_SKELETONS, len(mailing_ids)):
            self._skeletons.popitem(last=False)

    def _update_date(self) -> None:
        second = int(time.time())
        if second != self._second:
            self._second, self._date = second, formatdate(second).encode("ascii")

    def _build_mail(self, row: ClaimedDelivery, secret: bytes, sender: str) -> RawMail:
        tag = addresses.build_tag(row.number, secret)
        envelope = Envelope(
            to=row.email.encode("ascii"),
            message_id=f"{tag}@{sender.rpartition('@')[2]}".encode("ascii"),
            date=self._date,
            unsubscribe_url=row.unsubscribe_url.encode("ascii"),
        )
        data = self._skeletons[row.mailing].fill(merge_values(row), envelope)
        return_address = (
            addresses.build_return_address(tag, settings.BOUNCE_EMAIL) if settings.BOUNCE_EMAIL else sender
        )
        return RawMail(row.number, return_address, row.email, data)


def render_mail(delivery: Delivery) -> bytes:
    """Return the whole mail of one delivery, for inspection and tests."""
    row = ClaimedDelivery(*(getattr(delivery, name) for name in FIELDS))
    return next(Renderer().build_mails([row])).data
