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
from stedennet.mailing.flows.mailings import Addressee, prepare_mailing
from stedennet.mailing.flows.suppressions import find_suppressed
from stedennet.mailing.letters import Letter
from stedennet.mailing.models import Mailing

from .. import letters, news
from ..lists import NotReady
from ..models import Content, Digest, Subscription
from ..models.digests import key_of
from ..news import NewsItem
from ..rules.choices import parse_choice
from ..rules.schedule import next_digest_after
from .subscription_links import build_own_links, build_stop_link
from .subscriptions import find_end_of_log

logger = logging.getLogger(__name__)
BATCH_SIZE = 500
"""Subscriptions in one transaction."""
SHOWN = 50
"""Things that a letter tells of at length: these count as told."""
RETRY_AFTER = dt.timedelta(minutes=10)
"""What cannot be told now is tried again after this time."""


@dataclass(frozen=True)
class Segment:
    """All who chose the same, in one language, and were told up to the same line: they get the same letter."""

    segment: str
    language: str
    from_line: int
    to_line: int


def send_due_digests() -> int:
    """The worker's chore: hand over every digest that is due; returns how many mails that are."""
    moment = now()
    end = find_end_of_log(older_than=moment - settings.PUBLIC_MAIL_GRACE)
    of_window = lru_cache(maxsize=8)(news.find_news_in_window)
    sent = 0
    for segment, keys in _group_segments(moment, end):
        try:
            sent += _send_segment(segment, keys, of_window, moment)
        except NotReady:
            _postpone_digests(keys, moment)
        except Exception:
            # One letter that cannot be made may not hold up all others; nothing of it was stored.
            logger.exception("a digest could not be made: %s", segment)
            _postpone_digests(keys, moment)
    return sent


def _group_segments(moment: dt.datetime, end: int) -> Iterator[tuple[Segment, list[int]]]:
    due = Subscription.objects.due(moment, head=end).order_by("segment", "language", "position", "pk")
    rows = due.values_list("segment", "language", "position", "pk")
    for (segment, language, position), group in itertools.groupby(list(rows), key=lambda row: row[:3]):
        # Who subscribed a moment ago is already past the lines that wait.
        yield Segment(segment, language, position, max(position, end)), [row[3] for row in group]


def _send_segment(segment: Segment, keys: list[int], of_window: Any, moment: dt.datetime) -> int:
    found: list[NewsItem] = []
    choice = parse_choice(Subscription.objects.values_list("wanted", flat=True).get(pk=keys[0]))
    if segment.from_line < segment.to_line:
        found = news.filter_news_for_choice(choice, of_window(segment.from_line, segment.to_line))
    letter = letters.build_letter(choice, found, segment.language) if found else None
    return sum(_close_window(segment, chunk, letter, found, moment) for chunk in _split_chunks(keys))


def _split_chunks(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + BATCH_SIZE] for start in range(0, len(keys), BATCH_SIZE))


@transaction.atomic
def _close_window(
    segment: Segment, keys: list[int], letter: Letter | None, found: list[NewsItem], moment: dt.datetime
) -> int:
    """Move these subscriptions over the window; returns how many mails that gave."""
    rows = _lock_due_subscriptions(segment, keys, moment)
    if letter is None:
        _close_empty_window(rows, segment, moment)
        return 0
    unwanted = find_suppressed(row.subscriber.email or "" for row in rows)
    wanted = [row for row in rows if (row.subscriber.email or "").lower() not in unwanted]
    if wanted:
        _prepare_digests(wanted, segment, letter, found, moment)
    # An address that refuses our mail waits: when it takes mail again, it gets one digest over all that it missed.
    _advance_subscriptions(set(rows) - set(wanted), moment)
    return len(wanted)


def _lock_due_subscriptions(segment: Segment, keys: list[int], moment: dt.datetime) -> list[Subscription]:
    """Those that no other worker moved, and that their owner did not change or stop, since we looked."""
    rows = Subscription.objects.active().filter(pk__in=keys, next_at__lte=moment, position=segment.from_line)
    rows = rows.filter(segment=segment.segment, language=segment.language)
    return list(rows.select_for_update(of=("self",)).select_related("subscriber").order_by("pk"))


def _prepare_digests(
    rows: list[Subscription], segment: Segment, letter: Letter, found: list[NewsItem], moment: dt.datetime
) -> None:
    manage_urls = build_own_links(rows)
    addressees = [
        Addressee(
            key=key_of(row.pk, segment.from_line),
            email=row.subscriber.email or "",
            values={"manage_url": manage_urls[row.pk]},
            unsubscribe_url=build_stop_link(row),
        )
        for row in rows
    ]
    name = f"Digest {segment.from_line}-{segment.to_line}"
    mailing = prepare_mailing(name, letter, addressees, list_id=f"attendering.{_get_site_host()}")
    _store_content(mailing, found)
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
    _advance_subscriptions(rows, moment, to_line=segment.to_line)


def _get_site_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _store_content(mailing: Mailing, found: list[NewsItem]) -> None:
    things = [[*one.subject] for one in found[:SHOWN]]
    Content.objects.get_or_create(mailing=mailing, defaults={"things": things})


def _close_empty_window(rows: list[Subscription], segment: Segment, moment: dt.datetime) -> None:
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
    _advance_subscriptions(rows, moment, to_line=segment.to_line)


def _advance_subscriptions(rows: Any, moment: dt.datetime, *, to_line: int | None = None) -> None:
    rows = sorted(rows, key=lambda row: row.pk)
    for row in rows:
        row.next_at = next_digest_after(moment, row.rhythm, hour=settings.DIGEST_HOUR)
        row.position = row.position if to_line is None else to_line
    Subscription.objects.bulk_update(rows, ["next_at", "position"], batch_size=BATCH_SIZE)


def _postpone_digests(keys: list[int], moment: dt.datetime) -> None:
    rows = Subscription.objects.active().filter(pk__in=keys, next_at__lte=moment)
    rows.update(next_at=moment + RETRY_AFTER)
