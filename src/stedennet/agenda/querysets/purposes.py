"""Queries on what actions are for."""

from typing import TYPE_CHECKING, Self

from django.db import models

from ..rules.strategies import Status
from .editions import CONTENT_FIELDS

if TYPE_CHECKING:
    from ..models import Action, Strategy


class PurposeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Actions and the parts of strategies that they serve."""

    def of_action(self, action: "Action") -> Self:
        """What an action serves in strategies that are in force; each with its part and strategy."""
        rows = self.filter(action=action, part__strategy__status=Status.ADOPTED).select_related("part__strategy")
        rows = rows.defer(*(f"part__strategy__{name}" for name in CONTENT_FIELDS))
        return rows.order_by("part__strategy", "part__kind", "part__position", "part_id")

    def within(self, strategy: "Strategy") -> Self:
        """What serves this strategy, in its order."""
        return self.filter(part__strategy=strategy).order_by("part__position", "part_id", "action__code")
