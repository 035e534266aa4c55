"""When to ask a party for its decision, and when to remind it. Pure: values in, a step out."""

import datetime as dt
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """The mails to a party that has not decided, in order."""

    ASKED = "asked", _("gevraagd")
    REMINDED = "reminded", _("herinnerd")
    URGED = "urged", _("nog eens herinnerd")


GRACE = dt.timedelta(minutes=10)
"""No mail goes out until this time has passed, so an edition withdrawn within it causes none."""
STEP_DELAYS = {Step.ASKED: GRACE, Step.REMINDED: dt.timedelta(days=7), Step.URGED: dt.timedelta(days=21)}
"""How long after submission to the parties each mail goes out."""


def find_due_step(laid_at: dt.datetime, *, now: dt.datetime, taken: Collection[str]) -> Step | None:
    """The next mail to a party that has not decided; None when nothing is due.

    A party that was never asked is asked first, however late. If both reminders are due, only the last one goes out.
    """
    due_steps = [step for step, wait in STEP_DELAYS.items() if now - laid_at >= wait]
    if not due_steps:
        return None
    if Step.ASKED not in taken:
        return Step.ASKED
    return due_steps[-1] if due_steps[-1] not in taken else None
