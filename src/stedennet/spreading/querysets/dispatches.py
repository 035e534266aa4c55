"""Reads of where things went."""

from typing import Any, Self

from django.db import models
from django.db.models import Max, Sum


class DispatchQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Dispatches, in no order."""

    def for_subject(self, subject: Any) -> Self:
        """Only those of this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def per_channel(self) -> list[dict[str, Any]]:
        """For each channel how many in all, to how many places, and when last; the largest first."""
        rows = self.order_by().values("channel").annotate(many=Sum("many"), last=Max("day"))
        return sorted(rows, key=lambda row: (-row["many"], row["channel"]))
