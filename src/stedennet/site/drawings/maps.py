"""Maps of areas. Pure: places and boundaries in; shapes, dots and names out, for an element of the templates."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypedDict

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

HEIGHT = 1000
LETTER, LINE, GAP, RADIUS = 20, 40, 26, 9
"""The width of a letter, the height of a line, the distance from a point to its name, and the radius of a dot."""
EDGE = 30
MOST_DOTS = 500
"""With more places without a boundary the dots of a layer are one shape, without links: nobody could aim at one."""
DEGREE_ACROSS = 40.0
"""The narrowest width in units, for places that lie (almost) on one line."""
FURTHER = (55, 95, 140, 190, 250)
"""How far from its point a name may go when there is no room beside it; a line then leads to it."""


@dataclass(frozen=True)
class Place:
    """A place on the map: `code` finds its boundary; without one it is a dot at its point in degrees (WGS84).

    `layer` says how it is drawn; `title` is said of it, and `name` stands beside it unless it is empty.
    """

    longitude: float | None = None
    latitude: float | None = None
    code: str = ""
    layer: str = "other"
    title: str = ""
    url: str = ""
    name: str = ""
    colour: str = ""


class Frame(Protocol):
    """What turns degrees into units of the drawing."""

    @property
    def width(self) -> int:
        """Units from west to east."""

    @property
    def height(self) -> int:
        """Units from north to south."""

    def locate(self, longitude: float, latitude: float) -> tuple[int, int]:
        """The place of a point in degrees."""


@dataclass(frozen=True)
class Shapes:
    """Boundaries by code in a frame; `borders` are drawn over the areas and are no areas themselves."""

    frame: Frame
    areas: Mapping[str, str] = field(default_factory=dict)
    borders: str = ""


class Label(TypedDict):
    """A name, where it stands, and from where a line leads to it when it stands further away."""

    name: str
    colour: str
    side: str
    x: int
    y: int
    line: str


class AreaMap(TypedDict):
    """A map in its own units. `areas` is markup: three hundred links cost a template more than the rest of a page."""

    width: int
    height: int
    areas: SafeString
    borders: str
    labels: list[Label]


Box = tuple[float, float, float]
"""A line of text or a dot: where it begins and ends, and the height of its middle."""


def draw_map(
    places: Iterable[Place], shapes: Shapes, layers: Sequence[str], *, names_inside: bool = False
) -> AreaMap | None:
    """Draw the places, those of the last layer first, so that an outline of the first is covered by nobody.

    Places without a boundary and without a point are left out; a map without places is None. `names_inside` is for
    areas large enough to hold their name.
    """
    places = list(places)
    order = {layer: number for number, layer in enumerate(layers)}
    drawn = [(place, point) for place in places if (point := _locate(place, shapes))]
    if not drawn:
        return None
    named = [item for item in drawn if item[0].name]
    from_behind = sorted(drawn, key=lambda item: -order[item[0].layer])
    has_few_dots = sum(place.code not in shapes.areas for place in places) <= MOST_DOTS
    alone = [item for item in from_behind if has_few_dots or item[0].code in shapes.areas]
    dots = "" if has_few_dots else _draw_dots(item for item in from_behind if item[0].code not in shapes.areas)
    return {
        "width": shapes.frame.width,
        "height": shapes.frame.height,
        "areas": mark_safe(dots + "".join(_draw_place(*item, shapes) for item in alone)),  # noqa: S308
        "borders": shapes.borders,
        "labels": place_labels(named, shapes.frame.width, shapes.frame.height, inside=names_inside),
    }


def _locate(place: Place, shapes: Shapes) -> tuple[int, int] | None:
    if place.longitude is not None and place.latitude is not None:
        return shapes.frame.locate(place.longitude, place.latitude)
    return _find_middle(shapes.areas[place.code]) if place.code in shapes.areas else None


def _find_middle(path: str) -> tuple[int, int]:
    start = path[1 : path.index("l")].split()
    return int(start[0]), int(start[1])


def _draw_place(place: Place, point: tuple[int, int], shapes: Shapes) -> SafeString:
    look = f"map__area map__area--{place.layer}" + (f" theme-accent--{place.colour}" if place.colour else "")
    if place.code in shapes.areas:
        shape = format_html('<path d="{}"/>', shapes.areas[place.code])
    else:
        shape = format_html('<circle cx="{}" cy="{}" r="{}"/>', *point, RADIUS)
    if not place.url:
        return format_html('<g class="{}"><title>{}</title>{}</g>', look, place.title, shape)
    return format_html('<a class="{}" href="{}"><title>{}</title>{}</a>', look, place.url, place.title, shape)


def _draw_dots(drawn: Iterable[tuple[Place, tuple[int, int]]]) -> str:
    """The dots of each layer as one path: round ends of lines without length."""
    paths: dict[str, str] = {}
    for place, (x, y) in drawn:
        paths[place.layer] = paths.get(place.layer, "") + f"M{x} {y}h0"
    shape = '<path class="map__dots map__area--{}" d="{}"/>'
    return "".join(format_html(shape, layer, path) for layer, path in paths.items())


def place_labels(
    drawn: Sequence[tuple[Place, tuple[int, int]]], width: int, height: int, *, inside: bool = False
) -> list[Label]:
    """The names of places, in order: beside the point if there is room, otherwise further away with a line.

    With `inside` a name stands on its point first. A name without any room is left out; its place keeps its title.
    """
    taken: list[Box] = [] if inside else [(x - GAP, x + GAP, y) for _place, (x, y) in drawn]
    labels = []
    for place, (x, y) in drawn:
        long = len(place.name) * LETTER
        on_point = [("middle", x - long / 2, float(y))] if inside else []
        for side, left, middle in [*on_point, *_list_label_positions(x, y, long)]:
            box = (left, left + long, middle)
            is_inside = box[0] >= 0 and box[1] <= width and LINE / 2 <= middle <= height - LINE / 2
            if is_inside and not any(_overlaps(box, other) for other in taken):
                taken.append((box[0] - LETTER, box[1] + LETTER, middle))
                labels.append(_build_label(place, side, box, (x, y)))
                break
    return labels


def _build_label(place: Place, side: str, box: Box, point: tuple[int, int]) -> Label:
    text_x = {"start": box[0], "end": box[1], "middle": (box[0] + box[1]) / 2}[side]
    end = min(max(point[0], box[0]), box[1]), box[2]
    is_away = math.dist(end, point) > LINE + GAP
    line = f"M{point[0]} {point[1]}L{round(end[0])} {round(end[1])}" if is_away else ""
    return {
        "name": place.name,
        "colour": place.colour,
        "side": side,
        "x": round(text_x),
        "y": round(box[2]),
        "line": line,
    }


def _list_label_positions(x: int, y: int, long: float) -> list[tuple[str, float, float]]:
    beside = [
        ("start", x + GAP, y),
        ("end", x - GAP - long, y),
        ("middle", x - long / 2, y + LINE),
        ("middle", x - long / 2, y - LINE),
    ]
    further = [
        (side, left, y + down)
        for far in FURTHER
        for side, left in (("start", x + far), ("end", x - far - long), ("middle", x - long / 2))
        for down in (0, far, -far, far / 2, -far / 2)
        if side != "middle" or abs(down) == far
    ]
    return [*beside, *further]


def _overlaps(box: Box, other: Box) -> bool:
    return box[0] < other[1] and other[0] < box[1] and abs(box[2] - other[2]) < LINE


@dataclass(frozen=True)
class FittedFrame:
    """A frame around points in degrees, for places without boundaries.

    A degree of longitude is drawn as wide as it is in the middle of the points.
    """

    west: float
    north: float
    scale: float
    narrowing: float
    width: int
    height: int = HEIGHT

    def locate(self, longitude: float, latitude: float) -> tuple[int, int]:
        """The place of a point in degrees."""
        x = EDGE + (longitude - self.west) * self.scale * self.narrowing
        return round(x), round(EDGE + (self.north - latitude) * self.scale)


def fit_frame(points: Iterable[tuple[float, float]]) -> FittedFrame:
    """The frame that just holds these points (longitude, latitude), at least one."""
    longitudes, latitudes = zip(*points, strict=True)
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    scale = (HEIGHT - 2 * EDGE) / max(north - south, 0.001)
    narrowing = math.cos(math.radians((south + north) / 2))
    width = max((east - west) * scale * narrowing, DEGREE_ACROSS) + 2 * EDGE
    return FittedFrame(west, north, scale, narrowing, round(width))
