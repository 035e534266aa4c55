"""When records were last in the log: for feeds and calendars, which have no date of their own for most things."""

from typing import Any

from django.db.models import CharField, Count, DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from .models import Change


def annotate_log_dates(rows: Any) -> Any:
    """The rows with `logged_at` and `first_logged_at` (None for what the log never named) and `times_logged`."""
    lines = _filter_lines(rows)
    return rows.annotate(
        logged_at=Subquery(lines.order_by("-id").values("at")[:1]),
        first_logged_at=Subquery(lines.order_by("id").values("at")[:1]),
        times_logged=Coalesce(Subquery(lines.order_by().values("subject_id").annotate(n=Count("pk")).values("n")), 0),
    )


def order_by_newest_change(rows: Any, *, otherwise: Any = None) -> Any:
    """The rows, the one that changed last first; with `logged_at`, `first_logged_at` and `last_line`.

    `last_line` is the key of the last line about it. What the log never named has the moment `otherwise` (a value, or
    the name of a field); without such a moment it is left out.
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


def _filter_lines(rows: Any) -> "QuerySet[Change]":
    kind = rows.model._meta.label_lower
    return Change.objects.filter(subject_type=kind, subject_id=Cast(OuterRef("pk"), CharField()))
