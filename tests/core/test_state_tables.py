"""Tables of states: what is not in the table is refused, and a state that nobody can reach is a mistake."""

import pytest
from django.db.models import TextChoices

from stedennet.core.errors import Refused
from stedennet.core.state_tables import StateTable, build_moves, build_steps_for_anybody


class Door(TextChoices):
    """The states of a door."""

    CLOSED = "closed", "dicht"
    OPEN = "open", "open"
    LOCKED = "locked", "op slot"


STEPS = {
    (Door.CLOSED, "open"): (Door.OPEN, ("guest", "owner")),
    (Door.OPEN, "close"): (Door.CLOSED, ("guest", "owner")),
    (Door.CLOSED, "lock"): (Door.LOCKED, "owner"),
}


def refusal(state, step):
    return f"{step} kan niet: {state.label}"


TABLE = StateTable(Door, begins=[Door.CLOSED], steps=STEPS, describe_refusal=refusal)


def test_a_step_of_the_table_gives_the_next_state():
    assert TABLE.next_state("closed", "open", by="guest") is Door.OPEN
    assert TABLE.next_state(Door.CLOSED, "lock", by="owner") is Door.LOCKED


@pytest.mark.parametrize(("state", "step", "by"), [("locked", "open", "owner"), ("closed", "lock", "guest")])
def test_any_other_step_is_refused_with_the_sentence_of_the_table(state, step, by):
    assert not TABLE.is_possible(state, step, by=by)
    with pytest.raises(Refused) as refused:
        TABLE.next_state(state, step, by=by)
    assert refused.value.message == f"{step} kan niet: {Door(state).label}"


def test_a_state_that_is_not_in_the_table_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="ajar"):
        TABLE.next_state("ajar", "open", by="owner")


def test_each_role_has_its_own_steps_in_the_order_of_the_table():
    assert TABLE.list_steps("closed", by="owner") == ["open", "lock"]
    assert TABLE.list_steps("closed", by="guest") == ["open"]
    assert TABLE.list_steps("locked", by="owner") == []


def test_a_state_that_no_step_leads_to_is_refused_when_the_table_is_declared():
    without_lock = {key: value for key, value in STEPS.items() if key[1] != "lock"}
    with pytest.raises(ValueError, match="no step leads to locked"):
        StateTable(Door, begins=[Door.CLOSED], steps=without_lock, describe_refusal=refusal)


def test_a_state_behind_an_unreachable_state_is_unreachable_too():
    steps = {(Door.OPEN, "lock"): (Door.LOCKED, "owner"), (Door.LOCKED, "open"): (Door.OPEN, "owner")}
    with pytest.raises(ValueError, match="no step leads to open, locked"):
        StateTable(Door, begins=[Door.CLOSED], steps=steps, describe_refusal=refusal)


def test_a_table_without_roles_asks_for_none():
    steps = build_steps_for_anybody({key: end for key, (end, _roles) in STEPS.items()})
    table = StateTable(Door, begins=[Door.CLOSED], steps=steps, describe_refusal=refusal)
    assert table.next_state("closed", "lock") is Door.LOCKED


def test_a_move_is_named_after_the_state_that_it_leads_to():
    moves = build_moves({Door.CLOSED: [Door.OPEN, Door.LOCKED], Door.OPEN: [Door.CLOSED]})
    table = StateTable(Door, begins=[Door.CLOSED], steps=moves, describe_refusal=refusal)
    assert table.next_state("closed", Door.LOCKED) is Door.LOCKED
    assert table.list_steps("closed") == [Door.OPEN, Door.LOCKED]
    assert not table.is_possible("locked", Door.OPEN)
