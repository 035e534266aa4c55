"""Writing the log, and following it: every committed line exactly once, in the order of commit."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import connection, models, transaction

from stedennet.core.clock import now
from stedennet.core.locks import acquire_lock
from stedennet.core.text import shorten_text

from .models import Change, Cursor

LOG_LOCK = 0x5374_6564
"""The key of the advisory lock that orders the writers of the log on PostgreSQL."""
LONGEST = 200
"""Characters that a text of a line may have; PostgreSQL refuses more, and a long name may not stop a flow."""


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
) -> Change:
    """Write one line about `subject` in the transaction of the change itself; the last beat of a flow.

    `verb` is published, changed or withdrawn. Notes are public: no personal data. Raises RuntimeError outside a
    transaction, because a line without its change (or the other way round) would be a lie.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("changes.record() belongs in the transaction of the change")
    acquire_log_lock()
    return Change.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        title=shorten_text(title or str(subject), LONGEST),
        title_en=shorten_text(title_en, LONGEST),
        verb=Change.Verb(verb),
        at=at or now(),
        behalf_of=shorten_text(behalf_of, LONGEST),
        note=shorten_text(note, LONGEST),
        note_en=shorten_text(note_en, LONGEST),
    )


def acquire_log_lock() -> None:
    """Wait until this transaction is the one that writes the log, up to its commit.

    PostgreSQL hands out ids when a row is inserted, not when it is committed: an id taken early and committed late
    would be skipped by a reader that is past it. The turn is held until the commit, so ids follow commits.
    """
    acquire_lock(LOG_LOCK)


@transaction.atomic
def follow_changes(name: str, work: Callable[[Sequence[Change]], object], *, limit: int = 500) -> int:
    """Hand the next lines (at most `limit`) to `work` and move the cursor `name`, in one transaction.

    When `work` raises, nothing moves and the same lines come again; what it wrote to the database is undone with it.
    Returns how many lines were handed over; `work` is not called for none.
    """
    Cursor.objects.get_or_create(name=name)
    cursor = Cursor.objects.select_for_update().get(name=name)
    lines = list(Change.objects.after(cursor.position)[:limit])
    if lines:
        work(lines)
        cursor.position = lines[-1].pk
        cursor.save(update_fields=["position"])
    return len(lines)
