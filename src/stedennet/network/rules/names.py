"""The names by which an organisation is known: its own, everyday and former ones. Pure, apart from reading a file.

Each line of `other_names.csv` has its source: the municipality itself, or the CBS list of municipalities of the year
in which the former one ended.
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
"""The qualifiers in brackets of names that two municipalities share."""
FULL_NAME, OTHER_NAME = 0, 1
"""The rank of a name: the full name, or another name."""
ORGANISATIONS, THEMES = "organisations", "themes"
"""What spreadsheets refer to by name."""


@cache
def load_other_names() -> dict[str, list[tuple[str, str]]]:
    """Read (name, "everyday" or "former") by the code of an organisation."""
    names_by_code: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names_by_code[row["code"]].append((row["other_name"], row["kind"]))
    return dict(names_by_code)


def list_everyday_names(code: str) -> tuple[str, ...]:
    """List the other names by which an organisation is called today."""
    return tuple(name for name, kind in load_other_names().get(code, ()) if kind == "everyday")


def normalise_name(text: str) -> str:
    """Normalise a name for looking up: folded, without a leading “gemeente” and without punctuation."""
    return fold_text(re.sub(r"[().,]+", " ", MUNICIPALITY_PREFIX.sub("", " ".join(text.split())).replace(".", "")))


def spellings(name: str, short_name: str = "", code: str = "", former: Iterable[str] = ()) -> dict[str, int]:
    """Map each normalised name of an organisation to FULL_NAME or OTHER_NAME."""
    others = [
        short_name,
        KIND_PREFIX.sub("", name),
        *(other for other, _kind in load_other_names().get(code, ())),
        *former,
    ]
    ranks = {normalise_name(other): OTHER_NAME for other in others}
    for text in [name, *others]:
        ranks |= dict.fromkeys(_strip_article(normalise_name(text)), OTHER_NAME) | dict.fromkeys(
            _strip_qualifier(text), OTHER_NAME
        )
    ranks[normalise_name(name)] = FULL_NAME
    return {spelling: rank for spelling, rank in ranks.items() if spelling}


def _strip_article(spelling: str) -> list[str]:
    """The names without their article: 's-Gravenhage is also found as gravenhage and sgravenhage."""
    match = ARTICLE.match(spelling)
    return [spelling[2:], match[1] + spelling[2:]] if match else []


def _strip_qualifier(name: str) -> list[str]:
    """The names without their qualifier: Bergen (NH) is also Bergen, and Bergen in Noord-Holland."""
    match = QUALIFIER.match(name)
    if not match or "(" not in name:
        return []
    bare, where = normalise_name(match["name"]), normalise_name(match["where"])
    return [bare, f"{bare} {PROVINCES[where]}", f"{bare} in {PROVINCES[where]}"] if where in PROVINCES else [bare]
