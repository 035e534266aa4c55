"""Queries on what actions are for."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from ..models import Action, Strategy


class PurposeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Actions and the parts of strategies that they serve."""

    def of_action(self, action: "Action") -> Self:
        """What an action serves, the newest strategy first; each with its part and strategy."""
        rows = self.filter(action=action).select_related("part__strategy")
        return rows.order_by("-part__strategy__begins_on", "part__strategy", "part__position", "part_id")

    def within(self, strategy: "Strategy") -> Self:
        """What serves this strategy, in its order."""
        return self.filter(part__strategy=strategy).order_by("part__position", "part_id", "action__code")
