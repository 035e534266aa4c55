"""References to organisations, and what a merger does with each; every app registers its own at start-up."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise


class Treatment(StrEnum):
    """The way a merger treats a record that refers to the predecessor."""

    CONTINUE = "continue"
    """For a record with a period: it ends on the day of the merger, and the successor gets a record of its own."""
    MOVE = "move"
    """The record refers to the successor from then on."""
    KEEP = "keep"
    """The record is history and stays as it is."""


@dataclass(frozen=True)
class OrganisationReference:
    """One foreign key to an organisation.

    `label`: what the records are called, in the plural.
    `rows`: narrows the records to those that a merger on a given day affects; the others stay as they are.
    `subject`: the public record to announce as changed; None when there is none.
    `after`: runs on each record that was moved, by a merger or by undoing one.
    `same`: fields; if the successor already has a record with the same values in these, no continued record is made.
    `anew`: values that a continued record starts with, instead of copying them.
    `prepare`: gets the continued record and the merger before the record is stored.
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
    prepare: Callable[[Any, Any], None] = lambda continued, merger: None

    @property
    def key(self) -> str:
        """The name of the reference in forms and in a merger's list of changes."""
        return f"{self.model}.{self.name}".lower()

    @property
    def model_class(self) -> type[models.Model]:
        """The model that has the foreign key."""
        return apps.get_model(self.model)

    def rows_of(self, organisation: models.Model, day: dt.date) -> "models.QuerySet[models.Model]":
        """The records that refer to this organisation and that a merger on `day` affects."""
        rows = self.model_class._base_manager.filter(**{self.name: organisation}).order_by("pk")
        return self.rows(rows, day)


_references: dict[str, OrganisationReference] = {}


def register_references(*references: OrganisationReference) -> None:
    """Register references; one with the same key is replaced."""
    for reference in references:
        _references[reference.key] = reference


def get_registered_references() -> list[OrganisationReference]:
    """All references, in the order of registration."""
    return list(_references.values())


def get_reference(key: str) -> OrganisationReference:
    """The reference with this key. Raises KeyError."""
    return _references[key]
