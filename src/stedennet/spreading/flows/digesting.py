"""Sending digests: every window of the log once to everybody who wants it, whenever the worker dies.

A window ends where the log ends now, and begins where the one before ended. In one transaction the ledger gets its
row, the subscription moves on and the mailing room gets the mail; before it nothing happened, after it all did.
"""

import datetime as dt
import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from stedennet.core.clock import now
from stedennet.mailing.flows.preparing import Addressee, prepare
from stedennet.mailing.flows.suppressing import suppressed_among
from stedennet.mailing.letters import Letter
from stedennet.mailing.models import Mailing

from .. import news, writing
from ..lists import NotYet
from ..models import Content, Digest, Subscription
from ..models.digests import key_of
from ..news import News
from ..rules.choices import from_data
from ..rules.schedule import next_after
from .secrets import own_links, stop_link
from .subscribing import end_of_log

logger = logging.getLogger(__name__)
AT_ONCE = 500
"""Subscriptions in one transaction."""
SHOWN = 50
"""Things that a letter tells of at length: these count as told."""
LATER = dt.timedelta(minutes=10)
"""What cannot be told now is tried again after this time."""


@dataclass(frozen=True)
class Segment:
    """All who chose the same, in one language, and were told up to the same line: they get the same letter."""

    segment: str
    language: str
    from_line: int
    to_line: int


def send_due() -> int:
    """The worker's chore: hand over every digest that is due; returns how many mails that are."""
    moment = now()
    end = end_of_log(older_than=moment - settings.PUBLIC_MAIL_GRACE)
    of_window = lru_cache(maxsize=8)(news.of_window)
    sent = 0
    for segment, keys in _segments(moment, end):
        try:
            sent += _send(segment, keys, of_window, moment)
        except NotYet:
            _postpone(keys, moment)
        except Exception:
            # One letter that cannot be made may not hold up all others; nothing of it was stored.
            logger.exception("a digest could not be made: %s", segment)
            _postpone(keys, moment)
    return sent


def _segments(moment: dt.datetime, end: int) -> Iterator[tuple[Segment, list[int]]]:
    due = Subscription.objects.due(moment, head=end).order_by("segment", "language", "position", "pk")
    rows = due.values_list("segment", "language", "position", "pk")
    for (segment, language, position), group in itertools.groupby(list(rows), key=lambda row: row[:3]):
        # Who subscribed a moment ago is already past the lines that wait.
        yield Segment(segment, language, position, max(position, end)), [row[3] for row in group]


def _send(segment: Segment, keys: list[int], of_window: Any, moment: dt.datetime) -> int:
    found: list[News] = []
    choice = from_data(Subscription.objects.values_list("wanted", flat=True).get(pk=keys[0]))
    if segment.from_line < segment.to_line:
        found = news.for_choice(choice, of_window(segment.from_line, segment.to_line))
    letter = writing.letter(choice, found, segment.language) if found else None
    return sum(_tell(segment, chunk, letter, found, moment) for chunk in _chunks(keys))


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


@transaction.atomic
def _tell(segment: Segment, keys: list[int], letter: Letter | None, found: list[News], moment: dt.datetime) -> int:
    """Move these subscriptions over the window; returns how many mails that gave."""
    rows = _still_due(segment, keys, moment)
    if letter is None:
        _pass_over(rows, segment, moment)
        return 0
    unwanted = suppressed_among(row.subscriber.email or "" for row in rows)
    wanted = [row for row in rows if (row.subscriber.email or "").lower() not in unwanted]
    if wanted:
        _hand_over(wanted, segment, letter, found, moment)
    # An address that refuses our mail waits: when it takes mail again, it gets one digest over all that it missed.
    _go_on(set(rows) - set(wanted), moment)
    return len(wanted)


def _still_due(segment: Segment, keys: list[int], moment: dt.datetime) -> list[Subscription]:
    """Those that no other worker moved, and that their owner did not change or stop, since we looked."""
    rows = Subscription.objects.active().filter(pk__in=keys, next_at__lte=moment, position=segment.from_line)
    rows = rows.filter(segment=segment.segment, language=segment.language)
    return list(rows.select_for_update(of=("self",)).select_related("subscriber").order_by("pk"))


def _hand_over(
    rows: list[Subscription], segment: Segment, letter: Letter, found: list[News], moment: dt.datetime
) -> None:
    manage_urls = own_links(rows)
    addressees = [
        Addressee(
            key=key_of(row.pk, segment.from_line),
            email=row.subscriber.email or "",
            values={"manage_url": manage_urls[row.pk]},
            unsubscribe_url=stop_link(row),
        )
        for row in rows
    ]
    name = f"Digest {segment.from_line}-{segment.to_line}"
    mailing = prepare(name, letter, addressees, list_id=f"attendering.{_host()}")
    _remember(mailing, found)
    Digest.objects.bulk_create(
        Digest(
            subscription=row,
            from_line=segment.from_line,
            to_line=segment.to_line,
            state=Digest.State.RENDERED,
            things=len(found),
            mailing=mailing,
            at=moment,
        )
        for row in rows
    )
    _go_on(rows, moment, to_line=segment.to_line)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _remember(mailing: Mailing, found: list[News]) -> None:
    things = [[*one.subject] for one in found[:SHOWN]]
    Content.objects.get_or_create(mailing=mailing, defaults={"things": things})


def _pass_over(rows: list[Subscription], segment: Segment, moment: dt.datetime) -> None:
    """Nothing new: no mail, and the window is closed all the same."""
    if segment.from_line < segment.to_line:
        longer = Digest.objects.last_empty([row.pk for row in rows])
        known = set(longer.values_list("subscription_id", flat=True))
        longer.update(to_line=segment.to_line, at=moment)
        Digest.objects.bulk_create(
            Digest(
                subscription=row,
                from_line=segment.from_line,
                to_line=segment.to_line,
                state=Digest.State.EMPTY,
                at=moment,
            )
            for row in rows
            if row.pk not in known
        )
    _go_on(rows, moment, to_line=segment.to_line)


def _go_on(rows: Any, moment: dt.datetime, *, to_line: int | None = None) -> None:
    rows = sorted(rows, key=lambda row: row.pk)
    for row in rows:
        row.next_at = next_after(moment, row.rhythm, hour=settings.DIGEST_HOUR)
        row.position = row.position if to_line is None else to_line
    Subscription.objects.bulk_update(rows, ["next_at", "position"], batch_size=AT_ONCE)


def _postpone(keys: list[int], moment: dt.datetime) -> None:
    rows = Subscription.objects.active().filter(pk__in=keys, next_at__lte=moment)
    rows.update(next_at=moment + LATER)
