"""The boundaries of Dutch municipalities and provinces, for maps; `supply/boundaries.py` makes the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .rules.dutch_grid import project_to_dutch_grid

FILE = Path(__file__).with_suffix(".json")


@dataclass(frozen=True)
class Boundaries:
    """Shapes by code, as the data of SVG paths, in a frame of `width` by `height` units with north above.

    `west` and `north` are the corner of the frame in metres of the Dutch grid; `scale` is units per metre.
    """

    municipalities: Mapping[str, str]
    provinces: Mapping[str, str]
    width: int
    height: int
    west: int
    north: int
    scale: float
    source: str

    def locate(self, longitude: float, latitude: float) -> tuple[int, int]:
        """The place of a point in degrees (WGS84) in the frame; it may lie outside."""
        x, y = project_to_dutch_grid(longitude, latitude)
        return round((x - self.west) * self.scale), round((self.north - y) * self.scale)


@cache
def read_boundaries() -> Boundaries:
    """Read the file, once for each process."""
    return Boundaries(**json.loads(FILE.read_text()))
