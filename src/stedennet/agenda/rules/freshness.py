"""How long ago somebody looked at an action. Pure: values in, values out."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

TARGET, ACCEPTABLE, STALE = dt.timedelta(days=30), dt.timedelta(days=60), dt.timedelta(days=180)


class Freshness(models.TextChoices):
    """How much a reader can trust that this is still so."""

    FRESH = "fresh", _("pas nagekeken")
    ACCEPTABLE = "acceptable", _("onlangs nagekeken")
    AGEING = "ageing", _("lang niet nagekeken")
    STALE = "stale", _("verouderd")
    NEVER = "never", _("nog niet nagekeken")


def freshness_of(checked_on: dt.date | None, *, today: dt.date) -> Freshness:
    """From the day of the newest update or “this is still right”: 30, 60 and 180 days are the borders."""
    if checked_on is None:
        return Freshness.NEVER
    age = today - checked_on
    if age <= TARGET:
        return Freshness.FRESH
    if age <= ACCEPTABLE:
        return Freshness.ACCEPTABLE
    return Freshness.AGEING if age <= STALE else Freshness.STALE
