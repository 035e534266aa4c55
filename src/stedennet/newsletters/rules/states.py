"""The states of a newsletter and the steps between them. Pure."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stedennet.core.state_tables import StateTable, build_moves


class State(models.TextChoices):
    """States of a newsletter."""

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
"""The allowed changes of state; a trigger enforces the same table (migration 0002)."""
PUBLIC = (State.SENDING, State.SENT)


def _describe_refusal(before: State, after: str) -> str:
    words = {"now": before.label, "then": State(after).label}
    return gettext("Deze nieuwsbrief is %(now)s, en kan niet %(then)s worden.") % words


TABLE: StateTable[State, str] = StateTable(
    State, begins=(State.DRAFT,), steps=build_moves(STEPS), describe_refusal=_describe_refusal
)


def may_change_state(before: str, after: str) -> bool:
    """Whether a newsletter may change from state `before` to `after`."""
    return TABLE.is_possible(before, after)
