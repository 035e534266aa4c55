"""Queries of reactions."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q


class ReactionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Reactions, oldest first."""

    def about(self, subject: models.Model) -> Self:
        """Reactions to this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def published(self) -> Self:
        """Reactions that readers see."""
        return self.filter(status="published")

    def threads(self) -> Self:
        """The first reaction of each thread, oldest first: published, or a tombstone with replies."""
        replies = self.model._default_manager.filter(parent=OuterRef("pk"), status="published")
        return self.filter(parent=None).filter(Q(status="published") | Exists(replies)).order_by("published_at", "pk")

    def replies_to(self, keys: Iterable[int]) -> Self:
        """The published replies to the reactions with these keys, oldest first."""
        return self.filter(parent__in=keys).published().order_by("published_at", "pk")
