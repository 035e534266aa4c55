"""Which steps an edition can take, who takes them, and when the parties agree. Pure: values in, value or error out."""

from collections.abc import Iterable, Sequence

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.state_tables import StateTable


class Status(models.TextChoices):
    """The status of an edition."""

    DRAFT = "draft", gettext_lazy("ontwerp")
    CONSULTATION = "consultation", gettext_lazy("consultatie")
    APPROVAL = "approval", gettext_lazy("ligt voor akkoord")
    ADOPTED = "adopted", gettext_lazy("vastgesteld")
    SUPERSEDED = "superseded", gettext_lazy("vervangen")
    WITHDRAWN = "withdrawn", gettext_lazy("ingetrokken")


class Step(models.TextChoices):
    """A step that changes the status of an edition."""

    CONSULT = "consult", gettext_lazy("Open de consultatie")
    SUBMIT = "submit", gettext_lazy("Leg voor aan de partijen")
    ADOPT = "adopt", gettext_lazy("Stel vast")
    SUPERSEDE = "supersede", gettext_lazy("Vervang")
    WITHDRAW = "withdraw", gettext_lazy("Trek in")


STEP_DONE = {
    Step.CONSULT: gettext_lazy("Consultatie geopend"),
    Step.SUBMIT: gettext_lazy("Voorgelegd aan de partijen"),
    Step.ADOPT: gettext_lazy("Vastgesteld"),
    Step.SUPERSEDE: gettext_lazy("Vervangen"),
    Step.WITHDRAW: gettext_lazy("Ingetrokken"),
}
"""The message to the editor after each step."""


class Decision(models.TextChoices):
    """The decision of a party."""

    APPROVED = "approved", gettext_lazy("akkoord")
    RESERVATION = "reservation", gettext_lazy("akkoord met voorbehoud")
    REJECTED = "rejected", gettext_lazy("niet akkoord")


FIRST_EXAMPLE = 901
"""The number of the first example edition; the real ones count below it."""

OFFICE, PROGRAM = "office", "program"
"""The actor of each step: the programme office, or the program itself as part of another step."""

STEPS: dict[tuple[Status, Step], tuple[Status, str]] = {
    (Status.DRAFT, Step.CONSULT): (Status.CONSULTATION, OFFICE),
    (Status.DRAFT, Step.SUBMIT): (Status.APPROVAL, OFFICE),
    (Status.CONSULTATION, Step.SUBMIT): (Status.APPROVAL, OFFICE),
    (Status.APPROVAL, Step.ADOPT): (Status.ADOPTED, OFFICE),
    (Status.ADOPTED, Step.SUPERSEDE): (Status.SUPERSEDED, PROGRAM),
    (Status.DRAFT, Step.WITHDRAW): (Status.WITHDRAWN, OFFICE),
    (Status.CONSULTATION, Step.WITHDRAW): (Status.WITHDRAWN, OFFICE),
    (Status.APPROVAL, Step.WITHDRAW): (Status.WITHDRAWN, OFFICE),
}
"""All steps that there are; everything else is refused."""

OPEN = (Status.DRAFT, Status.CONSULTATION)
"""Statuses in which the content may still change."""
SEALED = (Status.ADOPTED, Status.SUPERSEDED)
"""Statuses in which the content has a seal."""
PUBLIC = (Status.CONSULTATION, Status.APPROVAL, Status.ADOPTED, Status.SUPERSEDED)
"""Statuses in which readers see the edition."""
AGREEING = (Decision.APPROVED, Decision.RESERVATION)


class Way(models.TextChoices):
    """How a decision was given."""

    ACCOUNT = "account", gettext_lazy("met een account")
    LINK = "link", gettext_lazy("met een geheime link")
    SOURCE = "source", gettext_lazy("uit een bron overgenomen")


def are_known_from_sources(ways: Iterable[str]) -> bool:
    """Whether decisions were taken over from sources, so that one that is missing is unknown rather than awaited."""
    return Way.SOURCE in ways


def _describe_refusal(status: Status, step: Step) -> str:
    return _("“%(step)s” kan niet: de editie is nu “%(status)s”.") % {"step": step.label, "status": status.label}


TABLE = StateTable(Status, begins=(Status.DRAFT,), steps=STEPS, describe_refusal=_describe_refusal)


def apply_step(status: str, step: Step, *, by: str = OFFICE) -> Status:
    """The status after this step, taken by OFFICE or PROGRAM. Raises Refused when that is not possible."""
    return TABLE.next_state(status, step, by=by)


def list_steps(status: str) -> list[Step]:
    """The steps that the office can take with an edition of this status."""
    return TABLE.list_steps(status, by=OFFICE)


def is_agreed(decisions: Iterable[str], *, signatories: int, quorum: int | None) -> bool:
    """Whether enough signatories agree: all, or at least `quorum`. A reservation counts as agreeing."""
    needed = count_needed_approvals(signatories=signatories, quorum=quorum)
    return needed > 0 and sum(decision in AGREEING for decision in decisions) >= needed


def count_needed_approvals(*, signatories: int, quorum: int | None) -> int:
    """How many signatories must agree."""
    return signatories if quorum is None else min(quorum, signatories)


def choose_shown_edition(editions: Sequence[int], *, current: int | None) -> int:
    """The edition whose wording of an action readers see: the current one, or else the first of `editions`."""
    return current if current is not None and current in editions else editions[0]
