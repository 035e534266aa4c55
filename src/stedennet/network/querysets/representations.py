"""Reads of who represents whom: only what two people granted counts."""

import datetime as dt
from typing import Self

from django.apps import apps

from .periods import DatedQuerySet


class RepresentationQuerySet(DatedQuerySet):
    """Representations, also those that were only asked for."""

    def on(self, day: dt.date) -> Self:
        """Those that were granted and hold on `day`."""
        return super().on(day).filter(granted_at__isnull=False)

    def for_organisation(self, organisation: int, *, day: dt.date) -> Self:
        """Those who speak on `day` for the organisation with this key, or for what it went up in."""
        organisations = apps.get_model("network", "Organisation")._default_manager
        return self.on(day).filter(organisation__in=organisations.heirs_of(organisation, day=day))

    def waiting(self) -> Self:
        """Those that were asked for and that nobody confirmed yet, the oldest first."""
        return self.filter(granted_at=None).order_by("asked_at", "pk")

    def granted(self) -> Self:
        """Those that were granted, whatever the day."""
        return self.filter(granted_at__isnull=False)
