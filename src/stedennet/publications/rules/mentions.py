"""The registered organisations that a text names. Pure: names and text in, mentions out."""

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
"""Other spellings of an organisation's name, by its name in the register."""
KIND_PREFIXES = {
    "gemeente": "municipality",
    "stad": "municipality",
    "provincie": "province",
    "waterschap": "water_board",
}
"""Words before a name that say which kind of organisation is meant."""


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation in the register: its id, kind and spellings.

    One that `is_former` counts only with its kind before the name (“gemeente Leek”): names of former municipalities
    are those of villages, or common words.
    """

    key: int
    kind: str
    spellings: tuple[str, ...]
    is_former: bool = False


@dataclass(frozen=True)
class Mention:
    """An organisation that the text names; `sure` is False when another organisation has the same name."""

    key: int
    spelling: str
    sure: bool


def list_spellings(name: str, short_name: str = "", others: Iterable[str] = ()) -> tuple[str, ...]:
    """The ways a text may write the name: long, short, without its kind, everyday names, other spellings."""
    without_kind = re.sub(r"^(Provincie|Gemeente|Waterschap) ", "", name)
    spellings = [
        name,
        short_name,
        without_kind,
        *others,
        *OTHER_SPELLINGS.get(name, ()),
        *OTHER_SPELLINGS.get(without_kind, ()),
    ]
    return tuple(dict.fromkeys(spelling for spelling in spellings if len(spelling) > 1))


def find_mentions(text: str, known: Iterable[KnownOrganisation]) -> list[Mention]:
    """The organisations that `text` names, in the order of their first mention.

    Names are matched as whole words, in the same case; of two that start at the same place the longer counts. When
    organisations share a name, a word before it (“provincie Utrecht”) decides; without one all of them are found,
    unsure.
    """
    owners: dict[str, list[KnownOrganisation]] = defaultdict(list)
    for organisation in known:
        for spelling in organisation.spellings:
            owners[normalise_text(spelling)].append(organisation)
    if not owners:
        return []
    found: dict[int, Mention] = {}
    for match in _build_pattern(owners).finditer(normalise_text(text)):
        for organisation, sure in _resolve_owners(owners[match["name"]], (match["kind"] or "").lower()):
            earlier = found.get(organisation.key)
            if earlier is None or (sure and not earlier.sure):
                found[organisation.key] = Mention(organisation.key, match["name"], sure)
    return list(found.values())


def normalise_text(text: str) -> str:
    """The text with uniform accents, apostrophes, hyphens and spaces."""
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", " ", text.translate({ord(char): "'" for char in "’‘`´"} | {0x2010: "-", 0x2011: "-"}))


def _build_pattern(owners: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(owners, key=len, reverse=True))
    kinds = "|".join(KIND_PREFIXES)
    return re.compile(rf"(?<![\w'-])(?:(?P<kind>(?i:{kinds})) )?(?P<name>{names})(?![\w-])")


def _resolve_owners(owners: list[KnownOrganisation], word: str) -> list[tuple[KnownOrganisation, bool]]:
    of_kind = [owner for owner in owners if word and owner.kind == KIND_PREFIXES.get(word)]
    owners = [owner for owner in owners if not owner.is_former or owner in of_kind]
    if len(owners) == 1:
        return [(owners[0], True)]
    return [(of_kind[0], True)] if len(of_kind) == 1 else [(owner, False) for owner in owners]
