"""From rows to mails: fills the letter of each delivery and puts it in its envelope."""

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

KEPT = 500
"""How many skeletons stay in memory: a newsletter has one or two, a digest may have one for each reader."""


FIELDS = ("pk", "mailing_id", "email", "values", "unsubscribe_url")


class ClaimedDelivery(NamedTuple):
    """What sending needs of a row: its `FIELDS`."""

    number: int
    mailing: int
    email: str
    values: dict[str, str]
    unsubscribe_url: str


def get_signing_key() -> bytes:
    """What return addresses are signed with."""
    return hashlib.sha256(b"stedennet.mailing\0" + settings.SECRET_KEY.encode()).digest()


def merge_values(row: ClaimedDelivery) -> dict[str, str]:
    """The values of a row with those that every letter has."""
    return {**row.values, "email": row.email, "unsubscribe_url": row.unsubscribe_url}


def letter_of_mailing(mailing: Mailing) -> Letter:
    """The letter as it was prepared."""
    return Letter(mailing.subject, mailing.text, mailing.html, mailing.language)


def render_text(delivery: Delivery) -> tuple[str, str]:
    """The subject and the plain text as this addressee gets them."""
    row = ClaimedDelivery(*(getattr(delivery, name) for name in FIELDS))
    values = {name: placeholders.collapse_whitespace(value) for name, value in merge_values(row).items()}
    letter = letter_of_mailing(delivery.mailing)
    return placeholders.fill_placeholders(letter.subject, values), placeholders.fill_placeholders(letter.text, values)


class Renderer:
    """Keeps the skeletons of the mailings that are under way, and what is the same in all envelopes."""

    def __init__(self) -> None:
        self._skeletons: OrderedDict[int, Skeleton] = OrderedDict()
        self._second, self._date = 0, b""

    def parcels(self, rows: Sequence[ClaimedDelivery]) -> Iterator[RawMail]:
        """A mail for each row, each made when it is asked for."""
        self._fetch({row.mailing for row in rows})
        secret, sender = get_signing_key(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        for row in rows:
            self._look_at_the_clock()
            yield self._parcel(row, secret, sender)

    def _fetch(self, wanted: set[int]) -> None:
        for mailing in Mailing.objects.filter(pk__in=wanted - self._skeletons.keys()).iterator(chunk_size=100):
            self._skeletons[mailing.pk] = Skeleton(
                letter_of_mailing(mailing), sender=settings.DEFAULT_FROM_EMAIL, list_id=mailing.list_id
            )
        for one in wanted:
            self._skeletons.move_to_end(one)
        while len(self._skeletons) > max(KEPT, len(wanted)):
            self._skeletons.popitem(last=False)

    def _look_at_the_clock(self) -> None:
        second = int(time.time())
        if second != self._second:
            self._second, self._date = second, formatdate(second).encode("ascii")

    def _parcel(self, row: ClaimedDelivery, secret: bytes, sender: str) -> RawMail:
        tag = addresses.build_tag(row.number, secret)
        envelope = Envelope(
            to=row.email.encode("ascii"),
            message_id=f"{tag}@{sender.rpartition('@')[2]}".encode("ascii"),
            date=self._date,
            unsubscribe_url=row.unsubscribe_url.encode("ascii"),
        )
        data = self._skeletons[row.mailing].fill(merge_values(row), envelope)
        back = addresses.build_return_address(tag, settings.BOUNCE_EMAIL) if settings.BOUNCE_EMAIL else sender
        return RawMail(row.number, back, row.email, data)


def render_mail(delivery: Delivery) -> bytes:
    """The whole mail of one delivery, as bytes: for a look at it, and for tests."""
    row = ClaimedDelivery(*(getattr(delivery, name) for name in FIELDS))
    return next(Renderer().parcels([row])).data
