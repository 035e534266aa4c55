"""Which names an organisation goes by: its own, everyday ones, former ones. Pure, but for one file of facts.

Sources: `other_names.csv` names one with each line (the municipality itself, or the CBS list of municipalities of the
year in which the old one ended).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from stedennet.core.folded_text import fold_text

OTHER_NAMES = Path(__file__).parent.parent / "other_names.csv"
MUNICIPALITY_PREFIX = re.compile(r"^(?:gemeente|gem\.|stad|de stad|municipality of|city of)\s+", re.IGNORECASE)
KIND_PREFIX = re.compile(r"^(?:provincie|province of|waterschap|hoogheemraadschap)\s+", re.IGNORECASE)
ARTICLE = re.compile(r"^(s|t) ")
QUALIFIER = re.compile(r"^(?P<name>.+?)\s*[(,]\s*(?P<where>[^()]+?)\s*\)?$")
PROVINCES = {"nh": "noord holland", "zh": "zuid holland", "l": "limburg", "nb": "noord brabant", "gld": "gelderland"}
"""What stands in brackets behind a name that two municipalities have."""
FULL_NAME, OTHER_NAME = 0, 1
"""How a name belongs: it is the full name itself, or another by which it is called."""


@cache
def load_other_names() -> dict[str, list[tuple[str, str]]]:
    """By the code of an organisation: (name, "everyday" or "former")."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["code"]].append((row["other_name"], row["kind"]))
    return dict(found)


def list_everyday_names(code: str) -> tuple[str, ...]:
    """By which other names an organisation is called today."""
    return tuple(name for name, kind in load_other_names().get(code, ()) if kind == "everyday")


def normalise_name(text: str) -> str:
    """What somebody typed, as it is looked up: folded, without “gemeente” before it and without full stops."""
    return fold_text(re.sub(r"[().,]+", " ", MUNICIPALITY_PREFIX.sub("", " ".join(text.split())).replace(".", "")))


def spellings(name: str, short_name: str = "", code: str = "", former: Iterable[str] = ()) -> dict[str, int]:
    """Each name, as it is looked up, with SURE or ALSO."""
    others = [
        short_name,
        KIND_PREFIX.sub("", name),
        *(other for other, _kind in load_other_names().get(code, ())),
        *former,
    ]
    found = {normalise_name(other): OTHER_NAME for other in others}
    for text in [name, *others]:
        found |= dict.fromkeys(_strip_article(normalise_name(text)), OTHER_NAME) | dict.fromkeys(
            _strip_qualifier(text), OTHER_NAME
        )
    found[normalise_name(name)] = FULL_NAME
    return {spelling: rank for spelling, rank in found.items() if spelling}


def _strip_article(spelling: str) -> list[str]:
    """'s-Gravenhage is also found as gravenhage and sgravenhage."""
    found = ARTICLE.match(spelling)
    return [spelling[2:], found[1] + spelling[2:]] if found else []


def _strip_qualifier(name: str) -> list[str]:
    """Bergen (NH) is also Bergen, and Bergen in Noord-Holland."""
    found = QUALIFIER.match(name)
    if not found or "(" not in name:
        return []
    bare, where = normalise_name(found["name"]), normalise_name(found["where"])
    return [bare, f"{bare} {PROVINCES[where]}", f"{bare} in {PROVINCES[where]}"] if where in PROVINCES else [bare]
