"""The boundaries that are made for maps: coarser, and without a gap between two neighbours."""

from hypothesis import given
from hypothesis import strategies as st
from supply.boundaries import coarsen, draw_path, measure_ring

HEIGHTS = st.lists(st.integers(-3, 3), min_size=3, max_size=30)


def make_neighbours(heights: list[int]) -> dict[str, list[list[tuple[int, int]]]]:
    """A northern and a southern area with this line between them."""
    border = [(10 * (place + 1), 100 + height) for place, height in enumerate(heights)]
    border = [(0, 100), *border, (10 * (len(heights) + 1), 100)]
    east = border[-1][0]
    return {"north": [[(0, 0), *border, (east, 0)]], "south": [[(0, 200), *border, (east, 200)]]}


def find_border(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(point for point in ring if 50 < point[1] < 150)


@given(HEIGHTS)
def test_two_neighbours_keep_the_same_line_between_them(heights):
    coarse = coarsen(make_neighbours(heights))
    assert find_border(coarse["north"][0]) == find_border(coarse["south"][0])


@given(HEIGHTS)
def test_together_they_cover_what_they_covered(heights):
    before = make_neighbours(heights)
    coarse = coarsen(before)
    assert sum(measure_ring(rings[0]) for rings in coarse.values()) == sum(
        measure_ring(rings[0]) for rings in before.values()
    )


def test_a_straight_line_keeps_its_ends_only():
    assert find_border(coarsen(make_neighbours([0] * 20))["north"][0]) == [(0, 100), (210, 100)]


def test_tiny_islands_go_and_the_largest_part_stays():
    square = [(0, 0), (0, 50), (50, 50), (50, 0)]
    islet = [(80, 80), (80, 82), (82, 82), (82, 80)]
    assert coarsen({"place": [islet, square]}) == {"place": [square]}
    assert len(coarsen({"islet": [islet]})["islet"]) == 1


def test_a_path_goes_in_steps():
    assert draw_path([[(5, 7), (5, 9), (2, 9)]]) == "M5 7l0 2-3 0z"
