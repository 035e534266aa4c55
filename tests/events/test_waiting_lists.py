"""Who gets a place, and who is next."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from stedennet.events.rules.waiting_lists import (
    HOLDS_A_PLACE,
    OFFER_LIFETIME,
    Status,
    assign_status,
    compute_offer_end,
    count_free_places,
    find_next_in_line,
)

statuses = st.lists(st.sampled_from(Status.values), max_size=20)


@given(statuses, st.integers(0, 10))
def test_nobody_is_offered_a_place_that_is_not_there(queue, capacity):
    offered = find_next_in_line(queue, capacity)
    held = sum(one in HOLDS_A_PLACE for one in queue)
    assert held + len(offered) <= max(capacity, held)
    assert all(queue[index] == Status.WAITING for index in offered)


@given(statuses, st.integers(0, 10))
def test_who_waits_longest_is_first(queue, capacity):
    offered = find_next_in_line(queue, capacity)
    waiting = [index for index, one in enumerate(queue) if one == Status.WAITING]
    assert offered == waiting[: len(offered)]


@given(statuses)
def test_without_a_limit_everybody_comes(queue):
    assert assign_status(queue, None) == Status.PLACE
    assert count_free_places(queue, None) is None


def test_nobody_overtakes_who_waits():
    assert assign_status([Status.PLACE, Status.WAITING], 2) == Status.WAITING


def test_an_offer_ends_before_the_event_begins():
    moment = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    assert compute_offer_end(moment, moment + dt.timedelta(hours=3)) == moment + dt.timedelta(hours=3)
    assert compute_offer_end(moment, moment + dt.timedelta(days=9)) == moment + OFFER_LIFETIME


class WaitingList(RuleBasedStateMachine):
    """People come, cancel, accept and let offers pass, in any order."""

    def __init__(self):
        super().__init__()
        self.people: list[str] = []
        self.capacity = 2

    def _move_up(self):
        for index in find_next_in_line(self.people, self.capacity):
            self.people[index] = Status.OFFERED

    @rule(capacity=st.integers(0, 4))
    def the_editor_changes_the_number_of_places(self, capacity):
        self.capacity = max(capacity, sum(one in HOLDS_A_PLACE for one in self.people))
        self._move_up()

    @rule()
    def somebody_comes(self):
        self.people.append(assign_status(self.people, self.capacity))

    @rule(index=st.integers(0, 30), step=st.sampled_from(["cancel", "accept", "pass"]))
    def somebody_moves(self, index, step):
        if index < len(self.people):
            now = self.people[index]
            if step == "cancel" and now in (*HOLDS_A_PLACE, Status.WAITING):
                self.people[index] = Status.CANCELLED
            elif step == "accept" and now == Status.OFFERED:
                self.people[index] = Status.PLACE
            elif step == "pass" and now == Status.OFFERED:
                self.people[index] = Status.PASSED
            self._move_up()

    @invariant()
    def there_are_never_more_people_than_places(self):
        assert sum(one in HOLDS_A_PLACE for one in self.people) <= self.capacity

    @invariant()
    def no_place_stays_empty_while_somebody_waits(self):
        assert not (count_free_places(self.people, self.capacity) and Status.WAITING in self.people)


TestWaitingList = WaitingList.TestCase
