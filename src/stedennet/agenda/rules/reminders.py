"""Whom to remind that an action was not looked at for long. Pure: values in, a step out."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from .freshness import FreshnessLimits


class Step(models.TextChoices):
    """Who is reminded: first the contact, then who represents the organisation, at last the office."""

    CONTACT = "contact", _("contactpersoon")
    REPRESENTATIVES = "people", _("vertegenwoordigers")
    OFFICE = "office", _("programmabureau")


def find_due_step(since: dt.date, *, today: dt.date, borders: FreshnessLimits) -> Step | None:
    """The furthest step that is due when nobody looked since this day; None while it is fresh.

    Only the furthest: who was silent for a year gets one reminder and not three.
    """
    waits = {
        Step.CONTACT: borders.target,
        Step.REPRESENTATIVES: borders.acceptable,
        Step.OFFICE: borders.stale,
    }
    passed = [step for step, wait in waits.items() if today - since > wait]
    return passed[-1] if passed else None
