"""Reads of themes with their lead and number of participants, of the crosswalk, and of roles for themes."""

import datetime as dt
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Prefetch, Q

from ..rules.crosswalk import PART
from .periods import DatedQuerySet


class ThemeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Themes in the order of their schemes."""

    def counted_for(self, slug: str) -> Self:
        """The theme with this slug and those that count for it (`rules/crosswalk.py`), as a part of other queries."""
        links: Any = apps.get_model("network", "ThemeLink")._default_manager
        under = links.filter(theme_b__slug=slug).values("theme_a")
        alike = links.filter(theme_a__slug=slug).exclude(kind=PART).values("theme_b")
        return self.filter(Q(slug=slug) | Q(pk__in=under) | Q(pk__in=alike))

    def with_division(self, *, day: dt.date) -> Self:
        """Add `leads_now` (a list of at most one role) and `participants` (a number), both on `day`."""
        roles: Any = apps.get_model("network", "ThemeRole")._default_manager
        holds = (Q(roles__begins_on=None) | Q(roles__begins_on__lte=day)) & (
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
                    "roles__organisation", filter=holds & Q(roles__role__in=["lead", "participant"]), distinct=True
                )
            )
        )


class ThemeLinkQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Lines of the crosswalk."""

    def of_theme(self, theme: object) -> Self:
        """The lines in which this theme is one of the two."""
        return self.filter(Q(theme_a=theme) | Q(theme_b=theme))

    def with_themes(self) -> Self:
        """With both themes and their schemes."""
        return self.select_related("theme_a__scheme", "theme_b__scheme")


class ThemeRoleQuerySet(DatedQuerySet):
    """Roles of organisations for themes."""

    def with_organisation(self) -> Self:
        """With the organisation, in the order of its name."""
        return self.select_related("organisation").order_by("organisation__name")
