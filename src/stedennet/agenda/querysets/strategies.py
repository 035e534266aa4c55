"""Queries on strategies."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from stedennet.network.querysets.periods import DatedQuerySet

from ..rules.strategies import PUBLIC, Status
from .editions import CONTENT_FIELDS

if TYPE_CHECKING:
    from ..models import Strategy


def is_public_strategy(relation: str = "") -> Q:
    """The condition that readers can see a version; `relation` leads to it."""
    condition = Q(**{f"{relation}status__in": PUBLIC})
    return condition if settings.SHOW_EXAMPLES else condition & Q(**{f"{relation}is_example": False})


class StrategyQuerySet(DatedQuerySet):
    """Versions of strategies."""

    def real(self) -> Self:
        """Without examples."""
        return self.filter(is_example=False)

    def public(self) -> Self:
        """Those that readers can see."""
        return self.filter(is_public_strategy())

    def readable(self) -> Self:
        """Those with a page: the public ones, and those withdrawn after parties were asked."""
        was_submitted = Q(status=Status.WITHDRAWN, frozen_at__isnull=False)
        shown = was_submitted if settings.SHOW_EXAMPLES else was_submitted & Q(is_example=False)
        return self.filter(is_public_strategy() | shown)

    def in_force(self, day: dt.date) -> Self:
        """The adopted versions that hold on this day, never an example; the newest first."""
        return self.real().filter(status=Status.ADOPTED).on(day).order_by("-begins_on", "-pk")

    def in_line(self, strategy: "Strategy") -> Self:
        """All versions in the line of this one, the newest first."""
        return self.filter(line=strategy.line or strategy.slug).order_by("-version")

    def with_parties(self) -> Self:
        """With the parties that decide on it and all their decisions, including withdrawn ones."""
        return self.select_related("successor").prefetch_related("signatories__organisation", "signatories__approvals")


class StrategyManager(models.Manager.from_queryset(StrategyQuerySet)):  # type: ignore[misc]
    """Versions without their whole content, which is loaded on access."""

    def get_queryset(self) -> StrategyQuerySet:
        """All versions."""
        return super().get_queryset().defer(*CONTENT_FIELDS)
