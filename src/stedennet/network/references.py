"""The records that name an organisation, and what a merger does with each kind; rooms register their own at start."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise


class Treatment(StrEnum):
    """What a merger does with a record that names the organisation that goes."""

    CONTINUE = "continue"
    """It holds for a period: it ends on the day, and goes on for the successor as a record of its own."""
    MOVE = "move"
    """It names the successor from then on."""
    KEEP = "keep"
    """It says how something was, and keeps saying so."""


@dataclass(frozen=True)
class OrganisationReference:
    """One foreign key to an organisation.

    `label` names the records in the plural. `rows` narrows them down to those that the treatment is for on a day;
    the others stay as they are. `subject` gives the public record to announce as changed, None for none. `after` runs
    on each record that was moved, forwards or back. A record of the successor that agrees in the fields `same` stands
    for this one already; `anew` are values that a continued record begins with instead of the old ones, and
    `prepare` gets it with the merger before it is stored.
    """

    model: str
    name: str
    label: str | Promise
    treatment: Treatment
    rows: Callable[[Any, dt.date], Any] = lambda rows, day: rows
    subject: Callable[[Any], models.Model | None] = lambda row: None
    after: Callable[[Any], None] = lambda row: None
    same: tuple[str, ...] = ()
    anew: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Any, Any], None] = lambda heir, merger: None

    @property
    def key(self) -> str:
        """What the reference is called in forms and in the ledger of a merger."""
        return f"{self.model}.{self.name}".lower()

    @property
    def model_class(self) -> type[models.Model]:
        """The model that has the foreign key."""
        return apps.get_model(self.model)

    def rows_of(self, organisation: models.Model, day: dt.date) -> Any:
        """The records that name this organisation and that the treatment is for on `day`."""
        rows = self.model_class._base_manager.filter(**{self.name: organisation}).order_by("pk")
        return self.rows(rows, day)


_references: dict[str, OrganisationReference] = {}


def register_references(*references: OrganisationReference) -> None:
    """Put references on the list; the same one again replaces it."""
    for reference in references:
        _references[reference.key] = reference


def get_registered_references() -> list[OrganisationReference]:
    """All references, in the order of registration."""
    return list(_references.values())


def get_reference(key: str) -> OrganisationReference:
    """The reference with this key. Raises KeyError."""
    return _references[key]
