"""How long ago somebody looked at an action. Pure: values in, values out."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FreshnessLimits:
    """After how long somebody should have looked, must have looked, and what is told is stale."""

    target: dt.timedelta = dt.timedelta(days=30)
    acceptable: dt.timedelta = dt.timedelta(days=60)
    stale: dt.timedelta = dt.timedelta(days=180)


class Freshness(models.TextChoices):
    """How much a reader can trust that this is still so."""

    FRESH = "fresh", _("pas nagekeken")
    ACCEPTABLE = "acceptable", _("onlangs nagekeken")
    AGEING = "ageing", _("lang niet nagekeken")
    STALE = "stale", _("verouderd")
    NEVER = "never", _("nog niet nagekeken")


def freshness_of(checked_on: dt.date | None, *, today: dt.date, borders: FreshnessLimits) -> Freshness:
    """From the day of the newest update or “this is still right”."""
    if checked_on is None:
        return Freshness.NEVER
    age = today - checked_on
    if age <= borders.target:
        return Freshness.FRESH
    if age <= borders.acceptable:
        return Freshness.ACCEPTABLE
    return Freshness.AGEING if age <= borders.stale else Freshness.STALE
