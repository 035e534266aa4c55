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

from stedennet.core.folding import fold

OTHER_NAMES = Path(__file__).parent.parent / "other_names.csv"
OF_PLACE = re.compile(r"^(?:gemeente|gem\.|stad|de stad|municipality of|city of)\s+", re.IGNORECASE)
OF_KIND = re.compile(r"^(?:provincie|province of|waterschap|hoogheemraadschap)\s+", re.IGNORECASE)
ARTICLE = re.compile(r"^(s|t) ")
QUALIFIER = re.compile(r"^(?P<name>.+?)\s*[(,]\s*(?P<where>[^()]+?)\s*\)?$")
PROVINCES = {"nh": "noord holland", "zh": "zuid holland", "l": "limburg", "nb": "noord brabant", "gld": "gelderland"}
"""What stands in brackets behind a name that two municipalities have."""
SURE, ALSO = 0, 1
"""How a name belongs: it is the full name itself, or another by which it is called."""


@cache
def other_names() -> dict[str, list[tuple[str, str]]]:
    """By the code of an organisation: (name, "everyday" or "former")."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["code"]].append((row["other_name"], row["kind"]))
    return dict(found)


def everyday_names(code: str) -> tuple[str, ...]:
    """By which other names an organisation is called today."""
    return tuple(name for name, kind in other_names().get(code, ()) if kind == "everyday")


def asked(text: str) -> str:
    """What somebody typed, as it is looked up: folded, without “gemeente” before it and without full stops."""
    return fold(re.sub(r"[().,]+", " ", OF_PLACE.sub("", " ".join(text.split())).replace(".", "")))


def spellings(name: str, short_name: str = "", code: str = "", former: Iterable[str] = ()) -> dict[str, int]:
    """Each name, as it is looked up, with SURE or ALSO."""
    others = [short_name, OF_KIND.sub("", name), *(other for other, _kind in other_names().get(code, ())), *former]
    found = {asked(other): ALSO for other in others}
    for text in [name, *others]:
        found |= dict.fromkeys(_without_article(asked(text)), ALSO) | dict.fromkeys(_unqualified(text), ALSO)
    found[asked(name)] = SURE
    return {spelling: rank for spelling, rank in found.items() if spelling}


def _without_article(spelling: str) -> list[str]:
    """'s-Gravenhage is also found as gravenhage and sgravenhage."""
    found = ARTICLE.match(spelling)
    return [spelling[2:], found[1] + spelling[2:]] if found else []


def _unqualified(name: str) -> list[str]:
    """Bergen (NH) is also Bergen, and Bergen in Noord-Holland."""
    found = QUALIFIER.match(name)
    if not found or "(" not in name:
        return []
    bare, where = asked(found["name"]), asked(found["where"])
    return [bare, f"{bare} {PROVINCES[where]}", f"{bare} in {PROVINCES[where]}"] if where in PROVINCES else [bare]
