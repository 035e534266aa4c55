"""When records last appeared in the log: for feeds and calendars, since most records have no date of their own."""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import CharField, Count, DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from .models import Change

Rows = TypeVar("Rows", bound=QuerySet[Any])


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


def _filter_lines(rows: Rows) -> QuerySet[Change]:
    subject_type = rows.model._meta.label_lower
    return Change.objects.filter(subject_type=subject_type, subject_id=Cast(OuterRef("pk"), CharField()))
