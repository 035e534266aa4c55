"""When records last appeared in the log: for feeds and calendars, since most records have no date of their own."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import CharField, Count, DateTimeField, F, Max, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from .models import Change

Rows = TypeVar("Rows", bound=QuerySet[Any])
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class LogDates:
    """A record's first and last change and its newest line in the log, as annotated by `order_by_newest_change`."""

    first_at: dt.datetime
    last_at: dt.datetime
    last_line: Change | None


def annotate_log_dates(rows: Rows) -> Rows:
    """Annotate with `times_logged`, `logged_at` and `first_logged_at`; the dates are None for records never logged."""
    lines = _filter_lines(rows)
    return rows.annotate(
        logged_at=Subquery(lines.order_by("-id").values("at")[:1]),
        first_logged_at=Subquery(lines.order_by("id").values("at")[:1]),
        times_logged=Coalesce(Subquery(lines.order_by().values("subject_id").annotate(n=Count("pk")).values("n")), 0),
    )


def order_by_newest_change(rows: Rows, *, otherwise: str | dt.datetime | None = None) -> Rows:
    """Sort by latest change, newest first, annotated with `logged_at`, `first_logged_at` and `last_line`.

    `last_line` is the key of the last line about the record. Records that were never logged get the moment
    `otherwise` (a value, or the name of a field); without it they are left out.
    """
    lines = _filter_lines(rows)
    last: Any = Subquery(lines.order_by("-id").values("at")[:1])
    first: Any = Subquery(lines.order_by("id").values("at")[:1])
    if otherwise is not None:
        moment = F(otherwise) if isinstance(otherwise, str) else Value(otherwise, DateTimeField())
        last, first = Coalesce(last, moment), Coalesce(first, moment)
    return (
        rows.annotate(
            logged_at=last, first_logged_at=first, last_line=Subquery(lines.order_by("-id").values("pk")[:1])
        )
        .exclude(logged_at=None)
        .order_by("-logged_at", "-pk")
    )


def read_log_dates(rows: Iterable[Record]) -> Iterator[tuple[Record, LogDates]]:
    """Yield each record of `order_by_newest_change` with what the log says of it; one query."""
    records = list(rows)
    keys = [vars(record)["last_line"] for record in records]
    lines = Change.objects.in_bulk([key for key in keys if key])
    for record, key in zip(records, keys, strict=True):
        dates = vars(record)
        yield record, LogDates(dates["first_logged_at"], dates["logged_at"], lines.get(key))


def read_last_changes(kinds: Iterable[str]) -> dict[tuple[str, str], dt.datetime]:
    """When each record of these types (`app.model`) was last logged, by type and key; one query."""
    lines = Change.objects.filter(subject_type__in=kinds).order_by()
    rows = lines.values_list("subject_type", "subject_id").annotate(last_at=Max("at"))
    return {(kind, key): last_at for kind, key, last_at in rows}


def _filter_lines(rows: Rows) -> QuerySet[Change]:
    subject_type = rows.model._meta.label_lower
    return Change.objects.filter(subject_type=subject_type, subject_id=Cast(OuterRef("pk"), CharField()))
