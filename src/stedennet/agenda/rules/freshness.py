"""How recently an action was checked. Pure: values in, values out."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FreshnessLimits:
    """After how long a check is wanted, required, and what is reported counts as stale."""

    target: dt.timedelta = dt.timedelta(days=30)
    acceptable: dt.timedelta = dt.timedelta(days=60)
    stale: dt.timedelta = dt.timedelta(days=180)


class Freshness(models.TextChoices):
    """How far a reader can trust that the information is up to date."""

    FRESH = "fresh", _("pas nagekeken")
    ACCEPTABLE = "acceptable", _("onlangs nagekeken")
    AGEING = "ageing", _("lang niet nagekeken")
    STALE = "stale", _("verouderd")
    NEVER = "never", _("nog niet nagekeken")


def freshness_of(checked_on: dt.date | None, *, today: dt.date, limits: FreshnessLimits) -> Freshness:
    """The freshness, given the day of the newest update or confirmation; None if there never was one."""
    if checked_on is None:
        return Freshness.NEVER
    age = today - checked_on
    if age <= limits.target:
        return Freshness.FRESH
    if age <= limits.acceptable:
        return Freshness.ACCEPTABLE
    return Freshness.AGEING if age <= limits.stale else Freshness.STALE
