"""Queries on milestones."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, When


class MilestoneQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Milestones."""

    def as_due_on(self, day: dt.date) -> Self:
        """With `due_then` and `precision_then`: the due date as published on `day`; later changes do not count."""
        changes: Any = self.model._meta.get_field("due_changes").related_model
        later = changes.objects.filter(milestone=OuterRef("pk"), on__gt=day).order_by("on", "pk")
        changed = self.annotate(precision_before=Subquery(later.values("before_precision")[:1]))
        is_unchanged = When(precision_before__isnull=True, then=F("due_on"))
        return changed.annotate(
            due_then=Case(is_unchanged, default=Subquery(later.values("before")[:1])),
            precision_then=Case(
                When(precision_before__isnull=True, then=F("precision")), default=F("precision_before")
            ),
        )
