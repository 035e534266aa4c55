"""Reads of editions, approvals and remarks."""

from typing import Any, Self

from django.db import models
from django.db.models.functions import Coalesce

from ..rules.editions import PUBLIC, Status


class EditionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Editions of the agenda."""

    def public(self) -> Self:
        """What readers see."""
        return self.filter(status__in=PUBLIC)

    def readable(self) -> Self:
        """What has a page: the public ones, and those withdrawn after readers or parties had a say in them."""
        had_a_say = models.Q(frozen_at__isnull=False) | models.Q(
            pk__in=self.filter(remarks__isnull=False).values("pk")
        )
        return self.filter(models.Q(status__in=PUBLIC) | models.Q(status=Status.WITHDRAWN) & had_a_say)

    def current(self) -> Any:
        """The edition that holds: the adopted one, else the newest that is public; None when there is none."""
        return self.filter(status=Status.ADOPTED).first() or self.public().order_by("-number").first()

    def with_parties(self) -> Self:
        """With parties and all that they decided, also what they took back."""
        return self.select_related("strategy").prefetch_related("parties__organisation", "parties__approvals")


CONTENT_FIELDS = ("sealed", "laid_before")
"""What is as long as the whole agenda: megabytes that a list or a page of an action never shows."""


class EditionManager(models.Manager.from_queryset(EditionQuerySet)):  # type: ignore[misc]
    """Editions without their whole content, which comes when it is asked for."""

    def get_queryset(self) -> Any:
        """All editions."""
        return super().get_queryset().defer(*CONTENT_FIELDS)


class ApprovalQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What parties decided."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class RemarkQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What readers said of an edition."""

    def newest_first(self) -> Self:
        """With `moment`, when it was answered or else placed; the newest of these first."""
        return self.annotate(moment=Coalesce("answered_at", "placed_at")).order_by("-moment", "-pk")
