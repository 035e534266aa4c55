"""Reads of newsletters."""

import datetime as dt
from typing import Self

from django.db import models

from stedennet.core.pages import filter_about_public

from .rules.states import PUBLIC, State


class NewsletterQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Newsletters, the newest first."""

    def public(self) -> Self:
        """Those that everybody may read: they went out, or are going out."""
        return self.filter(state__in=PUBLIC).order_by("-begun_at", "-id")

    def due(self, moment: dt.datetime) -> Self:
        """Planned for now or earlier."""
        return self.filter(state=State.SCHEDULED, send_at__lte=moment).order_by("send_at", "id")

    def going(self) -> Self:
        """Those that go out at this moment."""
        return self.filter(state=State.SENDING).order_by("begun_at", "id")


class StoryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What a newsletter tells of."""

    def public(self) -> Self:
        """Without those about an article or event that was withdrawn or made private since it was chosen."""
        rows: Self = filter_about_public(self)
        return rows
