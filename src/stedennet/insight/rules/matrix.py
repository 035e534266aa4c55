"""The cells of the matrix: how a municipality takes part in a theme. Pure: facts in, cells out."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How a municipality takes part in a theme, strongest first: doing ranks above asking and following."""

    LEADS = "leads", _("trekt het thema")
    ACTION = "action", _("heeft een actie in de agenda")
    INITIATIVE = "initiative", _("heeft een initiatief")
    ADOPTION = "adoption", _("nam een initiatief over")
    PARTICIPANT = "participant", _("doet mee aan het thema")
    CALL = "call", _("zoekt een partner")
    FOLLOWER = "follower", _("volgt het thema")
    NOTHING = "nothing", _("niets gemeld")


class Place(NamedTuple):
    """A cell of the matrix: the keys of a municipality and a theme."""

    municipality: int
    theme: int


class Fact(NamedTuple):
    """One thing that a municipality does for a theme; `key` names it in its address."""

    place: Place
    state: State
    key: str


ORDER = tuple(State)
"""All states, the weightiest first."""
Cell = Mapping[State, list[str]]
"""The keys of the things in each state, without repeats; a state without things is left out."""
EMPTY: Cell = {}


def collect_cells(facts: Iterable[Fact]) -> dict[Place, dict[State, list[str]]]:
    """Group facts by cell, each thing once, in alphabetical order: the order of the facts does not matter."""
    found: dict[Place, dict[State, set[str]]] = {}
    for place, state, key in facts:
        found.setdefault(place, {}).setdefault(state, set()).add(key)
    return {place: {state: sorted(keys) for state, keys in cell.items()} for place, cell in found.items()}


def decide_state(cell: Cell) -> State:
    """Decide what a cell says first: the weightiest of its states, or that nothing was reported."""
    return next(iter(list_states(cell)), State.NOTHING)


def list_states(cell: Cell) -> list[State]:
    """List everything that a cell says, the weightiest first; empty when nothing was reported."""
    return [state for state in ORDER if cell.get(state)]
