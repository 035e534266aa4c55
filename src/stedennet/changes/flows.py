"""Writes the log, and lets followers read every committed line exactly once, in the order of commit."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import connection, models, transaction
from django.utils.timezone import localdate

from stedennet.core.clock import now, today
from stedennet.core.locks import acquire_lock
from stedennet.core.text import shorten_text

from .models import Change, Cursor
from .rules import NOW, FactDay, is_news

LOG_LOCK = 0x5374_6564
"""The key of the advisory lock that puts writers of the log in order on PostgreSQL."""
MAX_TEXT_LENGTH = 200
"""Characters in a text of a line; PostgreSQL refuses more, and a long name must not break a flow."""


def announce_change(
    subject: models.Model,
    verb: str,
    *,
    note: str = "",
    note_en: str = "",
    behalf_of: str = "",
    title: str = "",
    title_en: str = "",
    at: dt.datetime | None = None,
    day: FactDay = NOW,
) -> Change:
    """Write one line about `subject` in the transaction of the change itself; the last step of a flow.

    `verb` is published, changed or withdrawn. `day` is when it was true, by default the day of `at`; it decides
    whether the line is news. Notes are public: no personal data. Raises RuntimeError outside a transaction, because a
    line without its change (or the other way round) would be false.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("announce_change() must run in the transaction of the change")
    acquire_log_lock()
    moment = at or now()
    on = day if isinstance(day, dt.date) else (localdate(moment) if day is NOW else None)
    return Change.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        title=shorten_text(title or str(subject), MAX_TEXT_LENGTH),
        title_en=shorten_text(title_en, MAX_TEXT_LENGTH),
        verb=Change.Verb(verb),
        at=moment,
        fact_on=on,
        is_news=is_news(on, today=today()),
        behalf_of=shorten_text(behalf_of, MAX_TEXT_LENGTH),
        note=shorten_text(note, MAX_TEXT_LENGTH),
        note_en=shorten_text(note_en, MAX_TEXT_LENGTH),
    )


def acquire_log_lock() -> None:
    """Wait until this transaction may write to the log, and hold the lock until it commits.

    PostgreSQL assigns ids when a row is inserted, not when it is committed: a follower that has read past an id would
    miss it if it is committed later. Holding the lock until the commit makes ids follow commits.
    """
    acquire_lock(LOG_LOCK)


@transaction.atomic
def follow_changes(name: str, work: Callable[[Sequence[Change]], object], *, limit: int = 500) -> int:
    """Pass the next lines (at most `limit`) to `work` and move the cursor `name`, in one transaction.

    If `work` raises, its database writes are rolled back and the same lines come again. Returns the number of lines;
    `work` is not called when there are none.
    """
    Cursor.objects.get_or_create(name=name)
    cursor = Cursor.objects.select_for_update().get(name=name)
    lines = list(Change.objects.after(cursor.position)[:limit])
    if lines:
        work(lines)
        cursor.position = lines[-1].pk
        cursor.save(update_fields=["position"])
    return len(lines)
