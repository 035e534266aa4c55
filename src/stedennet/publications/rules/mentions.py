"""Which registered organisations a text names. Pure: names and text in, findings out."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

OTHER_SPELLINGS = {
    "Den Haag": ("'s-Gravenhage", "The Hague"),
    "'s-Hertogenbosch": ("Den Bosch",),
    "Fryslân": ("Friesland",),
    "Súdwest-Fryslân": ("Súdwest-Fryslân", "Sudwest-Fryslan"),
    "Vereniging van Nederlandse Gemeenten (VNG)": ("Vereniging van Nederlandse Gemeenten",),
}
"""Other spellings of one name, of organisations as they stand in the register."""
KIND_PREFIXES = {
    "gemeente": "municipality",
    "stad": "municipality",
    "provincie": "province",
    "waterschap": "water_board",
}
"""Words before a name that tell what kind of organisation is meant."""


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation in the register: its id, kind and spellings."""

    key: int
    kind: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """An organisation that the text names; `sure` is False when another one has the same name."""

    key: int
    spelling: str
    sure: bool


def list_spellings(name: str, short_name: str = "", others: Iterable[str] = ()) -> tuple[str, ...]:
    """The ways in which a text may write the name: long, short, without its kind, everyday names, other spellings."""
    bare = re.sub(r"^(Provincie|Gemeente|Waterschap) ", "", name)
    ways = [name, short_name, bare, *others, *OTHER_SPELLINGS.get(name, ()), *OTHER_SPELLINGS.get(bare, ())]
    return tuple(dict.fromkeys(way for way in ways if len(way) > 1))


def find_mentions(text: str, known: Iterable[KnownOrganisation]) -> list[Mention]:
    """The organisations that `text` names, in the order in which they first appear.

    Names are whole words with their capitals; of two that begin at one place the longer counts. When several
    organisations share a name, a word before it (“provincie Utrecht”) decides; without one each is found, not sure.
    """
    owners: dict[str, list[KnownOrganisation]] = defaultdict(list)
    for one in known:
        for spelling in one.spellings:
            owners[normalise_text(spelling)].append(one)
    if not owners:
        return []
    found: dict[int, Mention] = {}
    for hit in _build_pattern(owners).finditer(normalise_text(text)):
        for one, sure in _resolve_owners(owners[hit["name"]], (hit["kind"] or "").lower()):
            earlier = found.get(one.key)
            if earlier is None or (sure and not earlier.sure):
                found[one.key] = Mention(one.key, hit["name"], sure)
    return list(found.values())


def normalise_text(text: str) -> str:
    """The text with one way of writing accents, apostrophes, hyphens and spaces."""
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", " ", text.translate({ord(sign): "'" for sign in "’‘`´"} | {0x2010: "-", 0x2011: "-"}))


def _build_pattern(owners: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(owners, key=len, reverse=True))
    kinds = "|".join(KIND_PREFIXES)
    return re.compile(rf"(?<![\w'-])(?:(?P<kind>(?i:{kinds})) )?(?P<name>{names})(?![\w-])")


def _resolve_owners(owners: list[KnownOrganisation], word: str) -> list[tuple[KnownOrganisation, bool]]:
    if len(owners) == 1:
        return [(owners[0], True)]
    told = [one for one in owners if word and one.kind == KIND_PREFIXES.get(word)]
    return [(one, True) for one in told] if len(told) == 1 else [(one, False) for one in owners]
