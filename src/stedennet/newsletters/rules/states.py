"""The states of a newsletter and the steps between them. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a newsletter is."""

    DRAFT = "draft", _("concept")
    SCHEDULED = "scheduled", _("ingepland")
    SENDING = "sending", _("wordt verstuurd")
    SENT = "sent", _("verstuurd")
    STOPPED = "stopped", _("gestopt")


STEPS = {
    State.DRAFT: {State.SCHEDULED},
    State.SCHEDULED: {State.DRAFT, State.SENDING},
    State.SENDING: {State.SENT, State.STOPPED},
    State.SENT: set[State](),
    State.STOPPED: set[State](),
}
"""Where each state may lead; the database has the same table (migration 0002)."""
PUBLIC = (State.SENDING, State.SENT)


def may_change_state(before: str, after: str) -> bool:
    """Whether a newsletter may go from one state to the other."""
    return after in STEPS[State(before)]
