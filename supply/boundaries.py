"""Makes `src/stedennet/network/boundaries.json` from boundaries in GeoJSON: `python -m supply.boundaries FOLDER`.

FOLDER holds `municipalities.geojson` and `provinces.geojson` in degrees (WGS84), each feature with a `code`. They are
projected to the Dutch grid, so that the country has its usual shape, rounded to whole units, and made coarser: corners
go that nobody sees on a map of this height, and two neighbours lose the same ones, so that no gap opens between them.
"""

import heapq
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from stedennet.network.rules.dutch_grid import project_to_dutch_grid

TARGET = Path(__file__).resolve().parent.parent / "src" / "stedennet" / "network" / "boundaries.json"
HEIGHT = 1000
"""Units from the southern to the northern edge of the country: about 310 metres each."""
LEAST_AREA = 6.0
"""A corner goes when the triangle with its neighbours is smaller than this many square units."""
LEAST_ISLAND = 12.0
SOURCE = "© CBS / Kadaster, CC BY 4.0"

Point = tuple[int, int]
Ring = list[Point]


def main() -> None:
    """Write the file that the site reads."""
    folder = Path(sys.argv[1])
    municipalities = read_rings(folder / "municipalities.geojson")
    points = [point for rings in municipalities.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = HEIGHT / (north - south)
    levels = {}
    for name in ("municipalities", "provinces"):
        rings = {
            code: [[(round((x - west) * scale), round((north - y) * scale)) for x, y in ring] for ring in rings]
            for code, rings in read_rings(folder / f"{name}.geojson").items()
        }
        levels[name] = {code: draw_path(shape) for code, shape in coarsen(rings).items()}
    frame = {"west": round(west), "north": round(north), "scale": scale}
    made = {"source": SOURCE, "width": round((east - west) * scale), "height": HEIGHT, **frame, **levels}
    TARGET.write_text(json.dumps(made, indent=0) + "\n")


def read_rings(path: Path) -> dict[str, list[list[tuple[float, float]]]]:
    """The rings of each area in metres of the Dutch grid, outer and inner alike."""
    areas = {}
    for feature in json.loads(path.read_text())["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        areas[feature["properties"]["code"]] = [
            [project_to_dutch_grid(longitude, latitude) for longitude, latitude in ring]
            for polygon in polygons
            for ring in polygon
        ]
    return areas


def coarsen(areas: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """The same areas with fewer corners; each area keeps its largest ring, smaller ones go when they are tiny."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    cleaned = {code: [drop_doubles(ring) for ring in rings] for code, rings in areas.items()}
    for ring in (ring for rings in cleaned.values() for ring in rings):
        for here, there in zip(ring, [*ring[1:], ring[0]], strict=True):
            neighbours[here].add(there)
            neighbours[there].add(here)
    kept = remove_small_corners(neighbours)
    coarse = {}
    for code, rings in cleaned.items():
        shapes = [[point for point in ring if point in kept] for ring in rings]
        shapes.sort(key=measure_ring, reverse=True)
        coarse[code] = [shape for place, shape in enumerate(shapes) if not place or measure_ring(shape) > LEAST_ISLAND]
    return coarse


def drop_doubles(ring: Ring) -> Ring:
    """The ring without its closing point and without points that fell together by rounding."""
    return [point for place, point in enumerate(ring) if point != ring[place - 1]]


def remove_small_corners(neighbours: dict[Point, set[Point]]) -> set[Point]:
    """The points that stay: where three lines meet, and corners that stick out (Visvalingam)."""
    queue = [(_measure_corner(point, neighbours), point) for point in neighbours if len(neighbours[point]) == 2]
    heapq.heapify(queue)
    kept = set(neighbours)
    while queue:
        area, point = heapq.heappop(queue)
        if area >= LEAST_AREA:
            break
        if point not in kept or len(neighbours[point]) != 2 or _measure_corner(point, neighbours) != area:
            continue
        before, after = neighbours[point]
        if after in neighbours[before]:
            continue  # What is left would be a line.
        kept.remove(point)
        for here, there in ((before, after), (after, before)):
            neighbours[here].remove(point)
            neighbours[here].add(there)
            if len(neighbours[here]) == 2:
                heapq.heappush(queue, (_measure_corner(here, neighbours), here))
    return kept


def _measure_corner(point: Point, neighbours: dict[Point, set[Point]]) -> float:
    return measure_ring([point, *neighbours[point]])


def measure_ring(ring: Iterable[Point]) -> float:
    """The area inside the ring, in square units."""
    ring = list(ring)
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def draw_path(rings: list[Ring]) -> str:
    """The rings as the data of one SVG path, with steps from point to point."""
    parts = []
    for ring in rings:
        steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(ring)]
        written = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
        parts.append(f"M{ring[0][0]} {ring[0][1]}l{written}z")
    return "".join(parts)


if __name__ == "__main__":
    main()
