"""The chain of hashes, for any events."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stedennet.audit.rules.chain import FIRST_HASH, Link, compute_chain_hash, find_first_break, normalise_value

TEXT = st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)


def chain_of(*all_said):
    links, previous = [], FIRST_HASH
    for number, said in enumerate(all_said, 1):
        links.append(Link(number, said, previous, compute_chain_hash(previous, number, said)))
        previous = links[-1].hash
    return links


SAID = st.lists(st.dictionaries(st.text(max_size=5), VALUES.map(normalise_value), max_size=3), min_size=3, max_size=6)


@given(SAID, st.data())
def test_whatever_is_changed_removed_or_swapped_is_found(all_said, data):
    links = chain_of(*all_said)
    assert find_first_break(links) is None
    at = data.draw(st.integers(0, len(links) - 2))
    changed = [*links[:at], replace(links[at], said={**links[at].said, "new": 1, "at": "x"}), *links[at + 1 :]]
    assert find_first_break(changed).number == links[at].number
    removed = links[:at] + links[at + 1 :]
    assert find_first_break(removed).number == links[at].number
    swapped = [*links[:at], links[at + 1], links[at], *links[at + 2 :]]
    assert find_first_break(swapped).number == links[at].number


@given(SAID, st.data())
def test_an_event_rewritten_with_a_fitting_hash_breaks_the_next(all_said, data):
    links = chain_of(*all_said)
    at = data.draw(st.integers(0, len(links) - 2))
    said = {"forged": True}
    forged = Link(
        links[at].number,
        said,
        links[at].previous_hash,
        compute_chain_hash(links[at].previous_hash, links[at].number, said),
    )
    assert find_first_break([*links[:at], forged, *links[at + 1 :]]).number == links[at + 1].number


@given(SAID)
def test_what_was_pruned_is_no_break_when_the_anchor_fits(all_said):
    links = chain_of(*all_said)
    assert find_first_break(links[1:], after=1, after_hash=links[0].hash) is None
    assert find_first_break(links[1:], after=1, after_hash=FIRST_HASH).number == 2
    assert find_first_break(links[2:], after=1, after_hash=links[0].hash).number == 2


@given(VALUES)
def test_plain_values_can_be_written_down(value):
    compute_chain_hash(FIRST_HASH, 1, {"value": normalise_value(value)})


def test_the_same_event_after_another_one_has_another_hash():
    assert compute_chain_hash(FIRST_HASH, 1, {"kind": "x"}) != compute_chain_hash("1" * 64, 1, {"kind": "x"})
    assert compute_chain_hash(FIRST_HASH, 1, {"kind": "x"}) != compute_chain_hash(FIRST_HASH, 2, {"kind": "x"})


def test_nothing_yes_and_numbers_stay_what_they_are():
    assert [normalise_value(value) for value in (None, True, False, 0, 7)] == [None, True, False, 0, 7]
    assert normalise_value(None) is None
    assert normalise_value(1.5) == "1.5"
