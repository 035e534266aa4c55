"""Reads of representations: only those that two people granted count."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.apps import apps

from stedennet.outbox.recipients import Recipient

from .periods import DatedQuerySet


class RepresentationQuerySet(DatedQuerySet):
    """Representations, including requests."""

    def on(self, day: dt.date) -> Self:
        """Those that are granted and hold on `day`."""
        return super().on(day).filter(granted_at__isnull=False)

    def for_organisation(self, organisation: int, *, day: dt.date) -> Self:
        """Those that hold on `day` for the organisation with this key or one of its successors."""
        organisations = apps.get_model("network", "Organisation")._default_manager
        return self.on(day).filter(organisation__in=organisations.heirs_of(organisation, day=day))

    def of_any(self, organisations: Iterable[int | None], *, day: dt.date) -> Self:
        """Those that hold on `day` for one of the organisations with these keys, without their successors."""
        return self.on(day).filter(organisation__in=list(organisations))

    def reachable(self) -> Self:
        """Those of people with a working account, with the person: nobody else is mailed."""
        return self.filter(user__is_active=True).select_related("user")

    def recipients(self) -> set[Recipient]:
        """The addresses of these people with their languages, without those who have no working account."""
        rows = self.reachable().values_list("user__email", "user__language")
        return {(address, language or "nl") for address, language in rows}

    def waiting(self) -> Self:
        """The requests that nobody has confirmed yet, oldest first."""
        return self.filter(granted_at=None).order_by("asked_at", "pk")

    def granted(self) -> Self:
        """Those that are granted, on any day."""
        return self.filter(granted_at__isnull=False)
