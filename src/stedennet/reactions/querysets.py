"""Reads of reactions."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q


class ReactionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Reactions, oldest first."""

    def about(self, subject: Any) -> Self:
        """Only about this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def published(self) -> Self:
        """What readers see."""
        return self.filter(status="published")

    def threads(self) -> Self:
        """The first of each thread: published, or a tombstone that has replies below it; oldest first."""
        replies = self.model._default_manager.filter(parent=OuterRef("pk"), status="published")
        return self.filter(parent=None).filter(Q(status="published") | Exists(replies)).order_by("published_at", "pk")

    def replies_to(self, keys: Any) -> Self:
        """The published replies to these reactions, oldest first."""
        return self.filter(parent__in=keys).published().order_by("published_at", "pk")
