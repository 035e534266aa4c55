"""Whom to remind when an action was not checked for long. Pure: values in, a step out."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from .freshness import FreshnessLimits


class Step(models.TextChoices):
    """The recipients of reminders: first the contact, then the organisation's representatives, finally the office."""

    CONTACT = "contact", _("contactpersoon")
    REPRESENTATIVES = "people", _("vertegenwoordigers")
    OFFICE = "office", _("programmabureau")


def find_due_step(since: dt.date, *, today: dt.date, limits: FreshnessLimits) -> Step | None:
    """The furthest step due when the last check was on `since`; None while it is fresh.

    Only the furthest: after a year of silence one reminder goes out, not three.
    """
    waits = {
        Step.CONTACT: limits.target,
        Step.REPRESENTATIVES: limits.acceptable,
        Step.OFFICE: limits.stale,
    }
    due_steps = [step for step, wait in waits.items() if today - since > wait]
    return due_steps[-1] if due_steps else None
