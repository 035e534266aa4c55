"""Places on the map of the network. Pure: longitudes and latitudes in, dots out; the template draws them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

HEIGHT = 440
LETTER, LINE, GAP, RADIUS = 8.5, 17, 12, 8
"""The width of a letter, the height of a line, the distance from a dot to its name, and the radius of a dot."""
EDGE = 14
DEGREE_ACROSS = 20.0
"""The narrowest width in units, for places that lie (almost) on one line."""


@dataclass(frozen=True)
class Place:
    """A place in degrees (WGS84); `layer` says how it is drawn, `name` is shown beside it unless it is empty."""

    longitude: float
    latitude: float
    layer: str = "other"
    name: str = ""
    colour: str = ""


class Layer(TypedDict):
    """The dots of one kind, as one SVG path."""

    name: str
    path: str


class Dot(TypedDict, total=False):
    """A dot and what it stands for; without room beside it `name` is empty, and it has no place for the name."""

    name: str
    title: str
    colour: str
    x: int
    y: int
    side: str
    text_x: int
    text_y: int


class DotMap(TypedDict, total=False):
    """A map in its own units; empty without places."""

    width: int
    height: int
    layers: list[Layer]
    named: list[Dot]


Box = tuple[float, float, float]
"""A line of text or a dot: where it begins and ends, and the height of its middle."""


def draw_dot_map(places: Iterable[Place], layers: Sequence[str]) -> DotMap:
    """The dots of each layer as one SVG path (dots are round ends of lines without length), and the named ones apart.

    A degree of longitude is drawn as wide as it is in the middle of the places.
    """
    places = list(places)
    if not places:
        return {}
    west, east = min(place.longitude for place in places), max(place.longitude for place in places)
    south, north = min(place.latitude for place in places), max(place.latitude for place in places)
    scale = (HEIGHT - 2 * EDGE) / max(north - south, 0.001)
    narrowing = math.cos(math.radians((south + north) / 2))
    width = max((east - west) * scale * narrowing, DEGREE_ACROSS) + 2 * EDGE

    def at(place: Place) -> tuple[int, int]:
        return (
            round(EDGE + (place.longitude - west) * scale * narrowing),
            round(EDGE + (north - place.latitude) * scale),
        )

    return {
        "width": round(width),
        "height": HEIGHT,
        "layers": [
            {"name": layer, "path": "".join("M{} {}h0".format(*at(place)) for place in places if place.layer == layer)}
            for layer in layers
        ],
        "named": place_names(((place, *at(place)) for place in places if place.name), width),
    }


def place_names(dots: Iterable[tuple[Place, int, int]], width: float) -> list[Dot]:
    """The named dots, in order; a name that would overlap another is left out, its dot is not.

    A name goes to the right of its dot if there is room, otherwise to the left, below or above.
    """
    dots = list(dots)
    taken: list[Box] = [(x - RADIUS, x + RADIUS, y) for _place, x, y in dots]
    drawn = []
    for place, x, y in dots:
        dot: Dot = {"name": "", "title": place.name, "colour": place.colour, "x": x, "y": y}
        for side, left, text_y in _list_label_positions(x, y, len(place.name) * LETTER):
            box = (left, left + len(place.name) * LETTER, text_y)
            if box[0] >= 0 and box[1] <= width and not any(_overlaps(box, other) for other in taken):
                taken.append(box)
                text_x = {"start": box[0], "end": box[1], "middle": float(x)}[side]
                dot |= {"name": place.name, "side": side, "text_x": round(text_x), "text_y": text_y}
                break
        drawn.append(dot)
    return drawn


def _list_label_positions(x: int, y: int, long: float) -> list[tuple[str, float, int]]:
    return [
        ("start", x + GAP, y),
        ("end", x - GAP - long, y),
        ("middle", x - long / 2, y + LINE),
        ("middle", x - long / 2, y - LINE),
    ]


def _overlaps(box: Box, other: Box) -> bool:
    return box[0] < other[1] and other[0] < box[1] and abs(box[2] - other[2]) < LINE
