"""Tables of states and the steps between them, checked when they are declared. Pure: values in, value or error out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices

from .errors import Refused

State = TypeVar("State", bound=TextChoices)
Step = TypeVar("Step", bound=str)
ANYBODY = ""
"""The role that takes a step where the table knows no roles."""
Steps = Mapping[tuple[State, Step], tuple[State, str | tuple[str, ...]]]
"""For a state and a step: the next state, and the role or roles that take the step."""


@dataclass(frozen=True)
class StateTable(Generic[State, Step]):
    """The states in which a record can begin, and every possible step; all other steps are refused.

    `describe_refusal` gives the sentence of the refusal. Raises ValueError when no step leads to one of the states.
    """

    states: type[State]
    begins: Collection[State]
    steps: Steps[State, Step]
    describe_refusal: Callable[[State, Step], str]

    def __post_init__(self) -> None:
        unreachable = [state for state in self.states if state not in self.find_reachable_states()]
        if unreachable:
            raise ValueError(f"no step leads to {', '.join(unreachable)}")

    def find_reachable_states(self) -> set[State]:
        """The states that a record can get into from those in which it begins."""
        reachable = set(self.begins)
        while new := {end for (begin, _step), (end, _roles) in self.steps.items() if begin in reachable} - reachable:
            reachable |= new
        return reachable

    def next_state(self, state: str, step: Step, *, by: str = ANYBODY) -> State:
        """The state after this step, taken in the role `by`.

        Raises Refused when the step is not possible, and ValueError for an unknown state.
        """
        if not self.is_possible(state, step, by=by):
            raise Refused(self.describe_refusal(self.states(state), step))
        return self.steps[self.states(state), step][0]

    def is_possible(self, state: str, step: Step, *, by: str = ANYBODY) -> bool:
        """Whether the role `by` can take this step in this state. Raises ValueError for an unknown state."""
        found = self.steps.get((self.states(state), step))
        return found is not None and by in _list_roles(found[1])

    def list_steps(self, state: str, *, by: str = ANYBODY) -> list[Step]:
        """The steps that the role `by` can take in this state, in the order of the table."""
        return [
            step for (begin, step), (_end, roles) in self.steps.items() if begin == state and by in _list_roles(roles)
        ]


def _list_roles(roles: str | tuple[str, ...]) -> tuple[str, ...]:
    return (roles,) if isinstance(roles, str) else roles


def build_steps_for_anybody(ends: Mapping[tuple[State, Step], State]) -> Steps[State, Step]:
    """The steps of a table without roles."""
    return {key: (end, ANYBODY) for key, end in ends.items()}


def build_moves(ends: Mapping[State, Iterable[State]]) -> Steps[State, str]:
    """The steps of a table in which each step is named after the state that it leads to."""
    return {(begin, end): (end, ANYBODY) for begin, targets in ends.items() for end in targets}
