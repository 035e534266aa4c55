"""Reads of themes with the division: who leads each, and how many take part."""

import datetime as dt
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Prefetch, Q


class ThemeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Themes in the order of their schemes."""

    def with_division(self, *, day: dt.date) -> Self:
        """Each theme with `leads_now` (a list of at most one role) and `participants` (a number) on `day`."""
        roles: Any = apps.get_model("network", "ThemeRole")._default_manager
        now = (Q(roles__begins_on=None) | Q(roles__begins_on__lte=day)) & (
            Q(roles__ends_on=None) | Q(roles__ends_on__gt=day)
        )
        return (
            self.select_related("scheme")
            .prefetch_related(
                Prefetch(
                    "roles", roles.on(day).filter(role="lead").select_related("organisation"), to_attr="leads_now"
                )
            )
            .annotate(
                participants=Count(
                    "roles__organisation", filter=now & Q(roles__role__in=["lead", "participant"]), distinct=True
                )
            )
        )
