"""Queries on newsletters and stories."""

import datetime as dt
from typing import Self

from django.db import models

from stedennet.core.pages import filter_about_public

from .rules.states import PUBLIC, State


class NewsletterQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on newsletters, newest first."""

    def public(self) -> Self:
        """Newsletters that everybody may read: sent, or being sent."""
        return self.filter(state__in=PUBLIC).order_by("-begun_at", "-id")

    def due(self, moment: dt.datetime) -> Self:
        """Newsletters scheduled for `moment` or earlier."""
        return self.filter(state=State.SCHEDULED, send_at__lte=moment).order_by("send_at", "id")

    def in_progress(self) -> Self:
        """Newsletters that are being sent now."""
        return self.filter(state=State.SENDING).order_by("begun_at", "id")


class StoryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on stories."""

    def public(self) -> Self:
        """Leave out stories about an article or event that was withdrawn or made private since it was picked."""
        rows: Self = filter_about_public(self)
        return rows
