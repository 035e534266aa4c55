"""The colours of the stylesheet, so that a picture has the colours of the page in every network."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

STYLESHEET = Path(__file__).parents[1] / "static" / "build" / "site.css"
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
VALUE = re.compile(r"--(accent|accent-ink|accent-soft|net-mark|net-brand)\s*:\s*(#[0-9a-fA-F]{3,8})")


@dataclass(frozen=True)
class Palette:
    """The colours of a picture: the bar, a dark ink, a soft colour, and the network's mark."""

    accent: str
    ink: str
    soft: str
    mark: str


def find_palette(colour: str) -> Palette:
    """The colours of a theme's accent; those of the network when the accent is unknown."""
    values = _load_colours()
    network = values.get("network", {})
    brand = network.get("net-brand", "#1c3f94")
    accent = values.get(colour, {"accent": brand, "accent-ink": brand, "accent-soft": "#ffffff"})
    return Palette(
        accent["accent"], accent["accent-ink"], accent["accent-soft"], network.get("net-mark", accent["accent"])
    )


@lru_cache(maxsize=1)
def _load_colours() -> dict[str, dict[str, str]]:
    palettes: dict[str, dict[str, str]] = {"network": {}}
    for selector, body in BLOCK.findall(STYLESHEET.read_text(encoding="utf-8")):
        values = dict(VALUE.findall(body))
        name = re.search(r"theme-accent--([a-z]+)", selector)
        if name and "accent" in values:
            palettes.setdefault(name[1], values)
        elif "net-mark" in values:
            palettes["network"] = values
    return palettes
