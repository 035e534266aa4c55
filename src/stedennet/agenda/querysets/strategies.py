"""Queries on strategies."""

from typing import Self

from django.conf import settings

from stedennet.network.querysets.periods import DatedQuerySet


class StrategyQuerySet(DatedQuerySet):
    """Strategies."""

    def real(self) -> Self:
        """Without examples."""
        return self.filter(is_example=False)

    def public(self) -> Self:
        """Those that readers can see."""
        return self.all() if settings.SHOW_EXAMPLES else self.real()
