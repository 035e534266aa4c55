"""Which steps a version of a strategy can take, and who takes them. Pure: values in, value or error out."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.state_tables import StateTable

from .editions import OFFICE, PROGRAM


class Status(models.TextChoices):
    """The status of a version of a strategy."""

    DRAFT = "draft", gettext_lazy("ontwerp")
    APPROVAL = "approval", gettext_lazy("ligt voor akkoord")
    ADOPTED = "adopted", gettext_lazy("vastgesteld")
    SUPERSEDED = "superseded", gettext_lazy("vervangen")
    WITHDRAWN = "withdrawn", gettext_lazy("ingetrokken")


class Step(models.TextChoices):
    """A step that changes the status of a version."""

    SUBMIT = "submit", gettext_lazy("Leg voor aan de partijen")
    RECORD = "record", gettext_lazy("Leg vast dat ze al geldt")
    ADOPT = "adopt", gettext_lazy("Stel vast")
    SUPERSEDE = "supersede", gettext_lazy("Vervang")
    WITHDRAW = "withdraw", gettext_lazy("Trek in")


STEP_DONE = {
    Step.SUBMIT: gettext_lazy("Voorgelegd aan de partijen"),
    Step.RECORD: gettext_lazy("Vastgelegd dat ze al geldt"),
    Step.ADOPT: gettext_lazy("Vastgesteld"),
    Step.SUPERSEDE: gettext_lazy("Vervangen"),
    Step.WITHDRAW: gettext_lazy("Ingetrokken"),
}
"""The message to the editor after each step."""

STEPS: dict[tuple[Status, Step], tuple[Status, str]] = {
    (Status.DRAFT, Step.SUBMIT): (Status.APPROVAL, OFFICE),
    (Status.DRAFT, Step.RECORD): (Status.ADOPTED, OFFICE),
    (Status.APPROVAL, Step.ADOPT): (Status.ADOPTED, OFFICE),
    (Status.ADOPTED, Step.SUPERSEDE): (Status.SUPERSEDED, PROGRAM),
    (Status.DRAFT, Step.WITHDRAW): (Status.WITHDRAWN, OFFICE),
    (Status.APPROVAL, Step.WITHDRAW): (Status.WITHDRAWN, OFFICE),
}
"""All steps that there are; everything else is refused. What was adopted elsewhere is recorded, not signed."""

PUBLIC = (Status.APPROVAL, Status.ADOPTED, Status.SUPERSEDED)
"""Statuses in which readers see the version."""
IN_FORCE = (Status.ADOPTED, Status.SUPERSEDED)
"""Statuses of what is or was in force: sealed if parties decided on it here."""


def _describe_refusal(status: Status, step: Step) -> str:
    return _("“%(step)s” kan niet: de strategie is nu “%(status)s”.") % {"step": step.label, "status": status.label}


TABLE = StateTable(Status, begins=(Status.DRAFT,), steps=STEPS, describe_refusal=_describe_refusal)


def apply_step(status: str, step: Step, *, by: str = OFFICE) -> Status:
    """The status after this step, taken by OFFICE or PROGRAM. Raises Refused when that is not possible."""
    return TABLE.next_state(status, step, by=by)


def list_steps(status: str) -> list[Step]:
    """The steps that the office can take with a version of this status."""
    return TABLE.list_steps(status, by=OFFICE)


def name_version(line: str, version: int) -> str:
    """The address of a version in its line: the line itself for the first, then with its number."""
    return line if version == 1 else f"{line}-{version}"
