"""The states of an initiative, and the possible steps. Pure: values in, value or error out."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.state_tables import StateTable


class State(models.TextChoices):
    """The states of an initiative. Before its address is confirmed it is still a submission (intake)."""

    CONFIRMED = "confirmed", gettext_lazy("bevestigd")
    IN_REVIEW = "in_review", gettext_lazy("in behandeling")
    PUBLISHED = "published", gettext_lazy("gepubliceerd")
    NEEDS_WORK = "needs_work", gettext_lazy("aan te vullen")
    REJECTED = "rejected", gettext_lazy("afgewezen")
    ARCHIVED = "archived", gettext_lazy("gearchiveerd")


class Step(models.TextChoices):
    """The steps that can be taken with an initiative."""

    TAKE = "take", gettext_lazy("Neem in behandeling")
    PUBLISH = "publish", gettext_lazy("Publiceer")
    ASK = "ask", gettext_lazy("Vraag om aanvulling")
    REJECT = "reject", gettext_lazy("Wijs af")
    RESUBMIT = "resubmit", gettext_lazy("Stuur opnieuw in")
    ARCHIVE = "archive", gettext_lazy("Archiveer")


EDITOR, AUTHOR = "editor", "author"
"""The two roles that take steps; the author is the sender or an owner."""

STEPS: dict[tuple[State, Step], tuple[State, str]] = {
    (State.CONFIRMED, Step.TAKE): (State.IN_REVIEW, EDITOR),
    (State.CONFIRMED, Step.PUBLISH): (State.PUBLISHED, EDITOR),
    (State.CONFIRMED, Step.ASK): (State.NEEDS_WORK, EDITOR),
    (State.CONFIRMED, Step.REJECT): (State.REJECTED, EDITOR),
    (State.IN_REVIEW, Step.PUBLISH): (State.PUBLISHED, EDITOR),
    (State.IN_REVIEW, Step.ASK): (State.NEEDS_WORK, EDITOR),
    (State.IN_REVIEW, Step.REJECT): (State.REJECTED, EDITOR),
    (State.NEEDS_WORK, Step.RESUBMIT): (State.IN_REVIEW, AUTHOR),
    (State.NEEDS_WORK, Step.REJECT): (State.REJECTED, EDITOR),
    (State.PUBLISHED, Step.ARCHIVE): (State.ARCHIVED, EDITOR),
    (State.ARCHIVED, Step.PUBLISH): (State.PUBLISHED, EDITOR),
}
"""All possible steps; anything else is refused."""

WITH_A_REASON = (Step.ASK, Step.REJECT, Step.RESUBMIT, Step.ARCHIVE)
"""Steps that require a text: the reason, or for the author what changed."""
PUBLIC = (State.PUBLISHED, State.ARCHIVED)
"""States with a public page; lists contain published initiatives only."""
WAITING = (State.CONFIRMED, State.IN_REVIEW)
"""States in which an initiative awaits an editor."""


def _describe_refusal(state: State, step: Step) -> str:
    return _("“%(step)s” kan niet: het initiatief is nu “%(state)s”.") % {"step": step.label, "state": state.label}


TABLE = StateTable(State, begins=(State.CONFIRMED,), steps=STEPS, describe_refusal=_describe_refusal)


def apply_step(state: str, step: Step, *, by: str) -> State:
    """The state after this step by EDITOR or AUTHOR. Raises Refused when the step is not possible."""
    return TABLE.next_state(state, step, by=by)


def list_steps(state: str, *, by: str) -> list[Step]:
    """The steps that EDITOR or AUTHOR can take with an initiative in this state."""
    return TABLE.list_steps(state, by=by)
