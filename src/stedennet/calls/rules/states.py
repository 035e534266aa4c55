"""The states of a call and of a conversation, and the possible steps. Pure: values in, value or error out."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.errors import Refused
from stedennet.core.state_tables import StateTable, build_moves

MAX_OPEN_TIME = dt.timedelta(days=366)
"""The longest that a call may be open, counted from today; it may be extended again later."""


class State(models.TextChoices):
    """The states of a call. Before its address is confirmed it is still a submission (intake)."""

    CONFIRMED = "confirmed", gettext_lazy("te beoordelen")
    NEEDS_WORK = "needs_work", gettext_lazy("aan te vullen")
    PUBLISHED = "published", gettext_lazy("open")
    REJECTED = "rejected", gettext_lazy("afgewezen")
    CLOSED = "closed", gettext_lazy("gesloten")


class Step(models.TextChoices):
    """The steps that can be taken with a call."""

    PUBLISH = "publish", gettext_lazy("Publiceer")
    ASK = "ask", gettext_lazy("Vraag om aanvulling")
    REJECT = "reject", gettext_lazy("Wijs af")
    RESUBMIT = "resubmit", gettext_lazy("Stuur opnieuw in")
    CLOSE = "close", gettext_lazy("Sluit")


EDITOR, OWNER = "editor", "owner"
STEPS: dict[tuple[State, Step], tuple[State, tuple[str, ...]]] = {
    (State.CONFIRMED, Step.PUBLISH): (State.PUBLISHED, (EDITOR,)),
    (State.CONFIRMED, Step.ASK): (State.NEEDS_WORK, (EDITOR,)),
    (State.CONFIRMED, Step.REJECT): (State.REJECTED, (EDITOR,)),
    (State.NEEDS_WORK, Step.RESUBMIT): (State.CONFIRMED, (OWNER,)),
    (State.NEEDS_WORK, Step.REJECT): (State.REJECTED, (EDITOR,)),
    (State.PUBLISHED, Step.CLOSE): (State.CLOSED, (EDITOR, OWNER)),
}
"""All possible steps; anything else is refused."""
PUBLIC = (State.PUBLISHED, State.CLOSED)


def _describe_refusal(state: State, step: Step) -> str:
    return _("“%(step)s” kan niet: de oproep is nu “%(state)s”.") % {"step": step.label, "state": state.label}


TABLE = StateTable(State, begins=(State.CONFIRMED,), steps=STEPS, describe_refusal=_describe_refusal)


def apply_step(state: str, step: Step, *, by: str) -> State:
    """The state after this step by EDITOR or OWNER. Raises Refused when the step is not possible."""
    return TABLE.next_state(state, step, by=by)


def list_steps(state: str, *, by: str) -> list[Step]:
    """The steps that EDITOR or OWNER can take with a call in this state."""
    return TABLE.list_steps(state, by=by)


class Talk(models.TextChoices):
    """How a conversation between the owner and the sender of an answer is going."""

    NEW = "new", gettext_lazy("nieuw")
    TALKING = "talking", gettext_lazy("in gesprek")
    AGREED = "agreed", gettext_lazy("wij doen het samen")
    NOT_NOW = "not_now", gettext_lazy("nu niet")
    NO = "no", gettext_lazy("nee")


TALK_STEPS: dict[Talk, tuple[Talk, ...]] = {
    Talk.NEW: (Talk.TALKING, Talk.AGREED, Talk.NOT_NOW, Talk.NO),
    Talk.TALKING: (Talk.AGREED, Talk.NOT_NOW, Talk.NO),
    Talk.NOT_NOW: (Talk.TALKING, Talk.AGREED, Talk.NO),
    Talk.AGREED: (Talk.TALKING, Talk.NO),
    Talk.NO: (),
}
"""The statuses that the owner can choose, by the current one."""


def _describe_refused_move(stand: Talk, to: str) -> str:
    return _("Dat kan niet meer: de status is “%(stand)s”.") % {"stand": stand.label}


TALK_TABLE: StateTable[Talk, str] = StateTable(
    Talk, begins=(Talk.NEW,), steps=build_moves(TALK_STEPS), describe_refusal=_describe_refused_move
)


def move_talk(stand: str, to: str) -> Talk:
    """The new status. Raises Refused when the owner cannot choose it now."""
    return TALK_TABLE.next_state(stand, to)


class Outcome(models.TextChoices):
    """The outcome of a call."""

    FOUND = "found", gettext_lazy("partner gevonden")
    ELSEWHERE = "elsewhere", gettext_lazy("elders gevonden")
    NONE = "none", gettext_lazy("niemand gevonden")
    CHANGED = "changed", gettext_lazy("het plan veranderde")


def is_open(state: str, closes_on: dt.date | None, *, day: dt.date) -> bool:
    """Whether a call can be answered on `day`. It closes after its last day, not on it."""
    return state == State.PUBLISHED and closes_on is not None and day <= closes_on


def check_closing_date(day: dt.date | None, *, today: dt.date) -> None:
    """Raise Refused unless the day is after today, and within a year."""
    if day is None or day <= today:
        raise Refused(_("Kies een dag die nog komt."), field="closes_on")
    if day - today > MAX_OPEN_TIME:
        raise Refused(_("Een oproep staat hooguit een jaar open."), field="closes_on")
