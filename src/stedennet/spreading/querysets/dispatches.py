"""Queries on dispatches."""

import datetime as dt
from collections.abc import Iterable
from typing import Self, TypedDict, cast

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum

from stedennet.changes.models import Change


class ChannelTotal(TypedDict):
    """Dispatches of one channel: how many in all, and the last day."""

    channel: str
    many: int
    last: dt.date


class DispatchQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on dispatches, in no order."""

    def for_subject(self, subject: models.Model) -> Self:
        """Dispatches of this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def proven(self) -> Self:
        """Leave out embeds on sites that were never verified; the ledger is older than that check."""
        verified = (
            apps.get_model("spreading", "Sighting")
            .objects.verified()
            .filter(subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id"), host=OuterRef("where"))
        )
        return self.filter(~Q(channel="embed") | Exists(verified))

    def with_titles(self) -> Self:
        """Add `title`, the last title of the subject in the log."""
        changes = Change.objects.filter(subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id"))
        return self.annotate(title=Subquery(changes.order_by("-pk").values("title")[:1]))

    def per_channel(self) -> list[ChannelTotal]:
        """Total of each channel with its last day, largest first."""
        rows = self.order_by().values("channel").annotate(many=Sum("many"), last=Max("day"))
        return sorted(cast("Iterable[ChannelTotal]", rows), key=lambda row: (-row["many"], row["channel"]))
