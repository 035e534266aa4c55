"""Reads of where things went."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum

from stedennet.changes.models import Change


class DispatchQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Dispatches, in no order."""

    def for_subject(self, subject: Any) -> Self:
        """Only those of this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def proven(self) -> Self:
        """Without the sites that we do not believe: the ledger is older than the check."""
        believed = (
            apps.get_model("spreading", "Sighting")
            .objects.verified()
            .filter(subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id"), host=OuterRef("where"))
        )
        return self.filter(~Q(channel="embed") | Exists(believed))

    def with_titles(self) -> Self:
        """Each with `title`: what the log last called the thing."""
        told = Change.objects.filter(subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id"))
        return self.annotate(title=Subquery(told.order_by("-pk").values("title")[:1]))

    def per_channel(self) -> list[dict[str, Any]]:
        """For each channel how many in all, to how many places, and when last; the largest first."""
        rows = self.order_by().values("channel").annotate(many=Sum("many"), last=Max("day"))
        return sorted(rows, key=lambda row: (-row["many"], row["channel"]))
