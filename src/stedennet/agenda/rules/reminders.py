"""Whom to remind when an action was not checked for long. Pure: values in, a step out."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from .freshness import FreshnessLimits


class Step(models.TextChoices):
    """The recipients of reminders: the contact, the representatives of the first responsible party, those of the other
    responsible parties, and finally the office."""

    CONTACT = "contact", _("contactpersoon")
    REPRESENTATIVES = "people", _("vertegenwoordigers")
    OTHERS = "others", _("vertegenwoordigers van de andere verantwoordelijken")
    OFFICE = "office", _("programmabureau")


def find_due_step(since: dt.date, *, today: dt.date, limits: FreshnessLimits, has_others: bool = False) -> Step | None:
    """The furthest step due when the last check was on `since`; None while it is fresh.

    Only the furthest: after a year of silence one reminder goes out, not three. The other responsible parties, if
    there are any, hear of it halfway between the first one and the office.
    """
    waits = {
        Step.CONTACT: limits.target,
        Step.REPRESENTATIVES: limits.acceptable,
        Step.OTHERS: (limits.acceptable + limits.stale) / 2,
        Step.OFFICE: limits.stale,
    }
    steps = [step for step in waits if has_others or step != Step.OTHERS]
    due_steps = [step for step in steps if today - since > waits[step]]
    return due_steps[-1] if due_steps else None
