"""Sending digests: each subscriber gets every window of the log exactly once, even if the worker dies.

A window starts where the previous one ended and ends at the current end of the log. One transaction stores the digest,
advances the subscription and hands the mail to the mailing app.
"""

import datetime as dt
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
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
from ..personal_links import STOP_LINK, build_subscriptions_urls
from ..rules.choices import parse_choice
from ..rules.schedule import next_digest_after
from .subscriptions import find_end_of_log

WindowLoader = Callable[[int, int], list[NewsItem]]
logger = logging.getLogger(__name__)
BATCH_SIZE = 500
"""Subscriptions in one transaction."""
MAX_STORED_ITEMS = 50
"""Items that a letter shows in full; only these count as sent."""
RETRY_AFTER = dt.timedelta(minutes=10)
"""Delay before a digest that failed is tried again."""


@dataclass(frozen=True)
class Segment:
    """Subscribers with the same choice, language and position in the log, who receive the same letter."""

    segment: str
    language: str
    from_line: int
    to_line: int


def send_due_digests() -> int:
    """Prepare every digest that is due (periodic job); return the number of mails."""
    moment = now()
    end_of_log = find_end_of_log(older_than=moment - settings.PUBLIC_MAIL_GRACE)
    load_window = lru_cache(maxsize=8)(news.find_news_in_window)
    sent = 0
    for segment, keys in _group_segments(moment, end_of_log):
        try:
            sent += _send_segment(segment, keys, load_window, moment)
        except NotReady:
            _postpone_digests(keys, moment)
        except Exception:
            # A failed letter must not hold up the others; its transaction was rolled back.
            logger.exception("could not build a digest: %s", segment)
            _postpone_digests(keys, moment)
    return sent


def _group_segments(moment: dt.datetime, end_of_log: int) -> Iterator[tuple[Segment, list[int]]]:
    due = Subscription.objects.due(moment, head=end_of_log).order_by("segment", "language", "position", "pk")
    rows = due.values_list("segment", "language", "position", "pk")
    for (segment, language, position), group in itertools.groupby(list(rows), key=lambda row: row[:3]):
        # A new subscription may start after `end_of_log`, which leaves out lines within the grace period.
        yield Segment(segment, language, position, max(position, end_of_log)), [row[3] for row in group]


def _send_segment(segment: Segment, keys: list[int], load_window: WindowLoader, moment: dt.datetime) -> int:
    news_items: list[NewsItem] = []
    choice = parse_choice(Subscription.objects.values_list("wanted", flat=True).get(pk=keys[0]))
    if segment.from_line < segment.to_line:
        news_items = news.filter_news_for_choice(choice, load_window(segment.from_line, segment.to_line))
    letter = letters.build_letter(choice, news_items, segment.language) if news_items else None
    return sum(_close_window(segment, chunk, letter, news_items, moment) for chunk in _split_chunks(keys))


def _split_chunks(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + BATCH_SIZE] for start in range(0, len(keys), BATCH_SIZE))


@transaction.atomic
def _close_window(
    segment: Segment, keys: list[int], letter: Letter | None, news_items: list[NewsItem], moment: dt.datetime
) -> int:
    """Advance these subscriptions past the window; return the number of mails."""
    rows = _lock_due_subscriptions(segment, keys, moment)
    if letter is None:
        _close_empty_window(rows, segment, moment)
        return 0
    suppressed = find_suppressed(row.subscriber.email or "" for row in rows)
    deliverable = [row for row in rows if (row.subscriber.email or "").lower() not in suppressed]
    if deliverable:
        _prepare_digests(deliverable, segment, letter, news_items, moment)
    # A suppressed address keeps its position: once the suppression is lifted it gets one digest of all it missed.
    _advance_subscriptions(set(rows) - set(deliverable), moment)
    return len(deliverable)


def _lock_due_subscriptions(segment: Segment, keys: list[int], moment: dt.datetime) -> list[Subscription]:
    """Lock the subscriptions that were not advanced, changed or stopped since they were selected."""
    rows = Subscription.objects.active().filter(pk__in=keys, next_at__lte=moment, position=segment.from_line)
    rows = rows.filter(segment=segment.segment, language=segment.language)
    return list(rows.select_for_update(of=("self",)).select_related("subscriber").order_by("pk"))


def _prepare_digests(
    rows: list[Subscription], segment: Segment, letter: Letter, news_items: list[NewsItem], moment: dt.datetime
) -> None:
    manage_urls = build_subscriptions_urls(rows)
    addressees = [
        Addressee(
            key=key_of(row.pk, segment.from_line),
            email=row.subscriber.email or "",
            values={"manage_url": manage_urls[row.pk]},
            unsubscribe_url=STOP_LINK.url(row, row.language),
        )
        for row in rows
    ]
    name = f"Digest {segment.from_line}-{segment.to_line}"
    mailing = prepare_mailing(name, letter, addressees, list_id=f"attendering.{_get_site_host()}")
    _store_content(mailing, news_items)
    Digest.objects.bulk_create(
        Digest(
            subscription=row,
            from_line=segment.from_line,
            to_line=segment.to_line,
            state=Digest.State.RENDERED,
            things=len(news_items),
            mailing=mailing,
            at=moment,
        )
        for row in rows
    )
    _advance_subscriptions(rows, moment, to_line=segment.to_line)


def _get_site_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _store_content(mailing: Mailing, news_items: list[NewsItem]) -> None:
    subjects = [[*item.subject] for item in news_items[:MAX_STORED_ITEMS]]
    Content.objects.get_or_create(mailing=mailing, defaults={"things": subjects})


def _close_empty_window(rows: list[Subscription], segment: Segment, moment: dt.datetime) -> None:
    """Close a window without news: send no mail, and extend the last empty window if there is one."""
    if segment.from_line < segment.to_line:
        last_empty = Digest.objects.last_empty([row.pk for row in rows])
        extended = set(last_empty.values_list("subscription_id", flat=True))
        last_empty.update(to_line=segment.to_line, at=moment)
        Digest.objects.bulk_create(
            Digest(
                subscription=row,
                from_line=segment.from_line,
                to_line=segment.to_line,
                state=Digest.State.EMPTY,
                at=moment,
            )
            for row in rows
            if row.pk not in extended
        )
    _advance_subscriptions(rows, moment, to_line=segment.to_line)


def _advance_subscriptions(
    subscriptions: Iterable[Subscription], moment: dt.datetime, *, to_line: int | None = None
) -> None:
    rows = sorted(subscriptions, key=lambda row: row.pk)
    for row in rows:
        row.next_at = next_digest_after(moment, row.rhythm, hour=settings.DIGEST_HOUR)
        row.position = row.position if to_line is None else to_line
    Subscription.objects.bulk_update(rows, ["next_at", "position"], batch_size=BATCH_SIZE)


def _postpone_digests(keys: list[int], moment: dt.datetime) -> None:
    rows = Subscription.objects.active().filter(pk__in=keys, next_at__lte=moment)
    rows.update(next_at=moment + RETRY_AFTER)
