"""Boundaries for maps: all municipalities and provinces are there, in the shape of the country."""

import csv
import re
from pathlib import Path

import pytest

import stedennet
from stedennet.network.boundaries import read_boundaries
from stedennet.network.rules.dutch_grid import project_to_dutch_grid

CONTENT = Path(stedennet.__file__).parent / "demo" / "content"


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    [(5.38720621, 52.15517440, 155_000, 463_000), (4.88352559, 52.37453253, 120_700.723, 487_525.502)],
    ids=["Amersfoort", "Amsterdam, Westertoren"],
)
def test_known_points_lie_where_the_dutch_grid_has_them(longitude, latitude, x, y):
    found = project_to_dutch_grid(longitude, latitude)
    assert found == pytest.approx((x, y), abs=0.5)


def test_every_municipality_and_province_of_the_register_has_a_boundary():
    boundaries = read_boundaries()
    for name, areas in (("municipalities", boundaries.municipalities), ("provinces", boundaries.provinces)):
        with (CONTENT / f"{name}.csv").open() as file:
            assert {row["code"] for row in csv.DictReader(file)} == set(areas)


def test_a_municipality_lies_at_its_own_point():
    boundaries = read_boundaries()
    with (CONTENT / "municipalities.csv").open() as file:
        for row in csv.DictReader(file):
            x, y = boundaries.locate(float(row["longitude"]), float(row["latitude"]))
            west, north, east, south = find_box(boundaries.municipalities[row["code"]])
            assert west - 2 <= x <= east + 2, row["name"]
            assert north - 2 <= y <= south + 2, row["name"]


def find_box(path: str) -> tuple[int, int, int, int]:
    points = []
    for ring in path.split("M")[1:]:
        start, steps = ring.removesuffix("z").split("l")
        x, y = map(int, re.findall(r"-?\d+", start))
        points.append((x, y))
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
