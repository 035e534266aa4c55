"""Reads of the steps of organisations in joining the movement."""

from typing import Self

from django.db import models


class ParticipationQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Steps, oldest first."""

    def latest_first(self) -> Self:
        """The newest step first."""
        return self.order_by("-on", "-id")
