"""Queries on the security log."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q


class SecurityEventQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Events; their numbers are in the order of commit."""

    def latest_first(self) -> Self:
        """The newest event first."""
        return self.order_by("-number")

    def about(self, subject: models.Model) -> Self:
        """Events about this record."""
        return self.filter(about_type=subject._meta.label_lower, about_key=str(subject.pk))

    def by_or_about_person(self, key: int, person_type: str) -> Self:
        """Events by this person, and events about them."""
        return self.filter(Q(by_key=key) | Q(about_type=person_type, about_key=str(key)))

    def between(self, first: dt.date | None, last: dt.date | None) -> Self:
        """From the day `first` to `last`, both included; None means unbounded."""
        limits: dict[str, Any] = {"at__date__gte": first, "at__date__lte": last}
        return self.filter(**{name: day for name, day in limits.items() if day})
