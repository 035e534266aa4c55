"""When to ask a party for its decision, and when to remind it. Pure: values in, a step out."""

import datetime as dt
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """The mails to a party that has not decided, in their order."""

    ASKED = "asked", _("gevraagd")
    REMINDED = "reminded", _("herinnerd")
    URGED = "urged", _("nog eens herinnerd")


GRACE = dt.timedelta(minutes=10)
"""An edition that is withdrawn within this time was laid before nobody: no mail has gone out yet."""
STEP_DELAYS = {Step.ASKED: GRACE, Step.REMINDED: dt.timedelta(days=7), Step.URGED: dt.timedelta(days=21)}
"""How long after an edition was laid before the parties each mail goes out."""


def find_due_step(laid_at: dt.datetime, *, now: dt.datetime, taken: Collection[str]) -> Step | None:
    """The step to take for a party that has not decided, None when there is nothing to do yet.

    A party that was never asked is asked first, however late. Of two reminders that are both due the last goes out.
    """
    passed = [step for step, wait in STEP_DELAYS.items() if now - laid_at >= wait]
    if not passed:
        return None
    if Step.ASKED not in taken:
        return Step.ASKED
    return passed[-1] if passed[-1] not in taken else None
