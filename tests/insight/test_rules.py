"""What a cell of the matrix says, whatever the facts and their order."""

from hypothesis import given
from hypothesis import strategies as st

from stedennet.insight.rules.matrix import Fact, Place, State, collect_cells, decide_state, list_states

REPORTED = [state for state in State if state != State.NOTHING]
places = st.builds(Place, st.integers(1, 3), st.integers(1, 3))
facts = st.lists(st.builds(Fact, places, st.sampled_from(REPORTED), st.sampled_from(["a", "b", "c"])), max_size=20)
HERE = Place(1, 1)


def test_who_leads_leads_whatever_else_it_does():
    cell = collect_cells(Fact(HERE, state, "x") for state in reversed(REPORTED))[HERE]
    assert decide_state(cell) == State.LEADS
    assert list_states(cell) == REPORTED


def test_doing_weighs_more_than_asking_and_asking_more_than_following():
    cell = collect_cells([Fact(HERE, State.FOLLOWER, "x"), Fact(HERE, State.CALL, "y")])[HERE]
    assert decide_state(cell) == State.CALL
    cell = collect_cells([Fact(HERE, State.CALL, "y"), Fact(HERE, State.INITIATIVE, "z")])[HERE]
    assert decide_state(cell) == State.INITIATIVE


def test_without_facts_nothing_was_reported():
    assert collect_cells([]) == {}
    assert decide_state({}) == State.NOTHING
    assert decide_state({State.CALL: []}) == State.NOTHING


@given(facts, st.randoms())
def test_the_order_of_facts_and_their_repeats_change_nothing(given_facts, random):
    shuffled = [*given_facts, *given_facts]
    random.shuffle(shuffled)
    assert collect_cells(shuffled) == collect_cells(given_facts)


@given(facts, facts)
def test_one_more_fact_never_makes_a_cell_weigh_less(given_facts, more):
    order = list(State)
    before, after = collect_cells(given_facts), collect_cells([*given_facts, *more])
    for place, cell in before.items():
        assert order.index(decide_state(after[place])) <= order.index(decide_state(cell))
        assert set(list_states(cell)) <= set(list_states(after[place]))


@given(facts)
def test_each_thing_counts_once_in_its_own_cell_and_state(given_facts):
    counted = sum(len(keys) for cell in collect_cells(given_facts).values() for keys in cell.values())
    assert counted == len(set(given_facts))
