"""Queries on progress reports."""

from typing import Self

from django.db import models

from .editions import is_public


class ReportQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Progress reports."""

    def real(self) -> Self:
        """Without reports on an example edition."""
        return self.filter(edition__is_example=False)

    def public(self) -> Self:
        """Those that readers can see."""
        return self.filter(is_public("edition__"))
