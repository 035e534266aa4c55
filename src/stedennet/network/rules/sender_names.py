"""Whether a name that somebody typed is, or looks like, that of an organisation or an official. Pure.

Compared are skeletons: what a hasty reader sees, whatever letters it is written with. Which letters look alike comes
from the Unicode Consortium's data (UTS 39), by the package confusable-homoglyphs.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from confusable_homoglyphs.confusables import confusables_data
from rapidfuzz import fuzz, process

LETTER_SUBSTITUTES = str.maketrans("013457$@|!i", "oleastsalll")
"""Digits and signs that people read as letters; i, l and 1 look alike and become one."""
MUNICIPALITY_PREFIXES = ("gemeente", "gem", "stad", "municipality of", "city of", "gemeentebestuur", "gemeente van")
OFFICIAL_TITLES = (
    "burgemeester", "loco burgemeester", "wethouder", "mayor", "alderman", "b en w", "b w", "benw", "college van",
    "gemeentesecretaris", "gemeentegriffier", "griffier", "raadslid", "gemeenteraad", "gedeputeerde",
    "commissaris van de koning", "minister", "staatssecretaris", "dijkgraaf", "heemraad", "councillor",
)  # fmt: skip
OFFICE_WORDS = ("redactie", "redacteur", "moderator", "beheerder", "programmabureau", "administrator", "webmaster")
LEAST_SIMILARITY = 92
"""From this likeness (0 to 100, Levenshtein) a name of eight letters or more looks like another."""


@dataclass(frozen=True)
class NamedOrganisation:
    """An organisation of the register as it is compared: its names, and whether it is a municipality."""

    key: int
    name: str
    names: tuple[str, ...]
    is_municipality: bool = False


@dataclass(frozen=True)
class NameFinding:
    """What a name is: exactly an organisation's (`equals` has its name), or only like something."""

    equals: str = ""
    looks_like: str = ""
    is_official: bool = False
    is_office: bool = False

    def __bool__(self) -> bool:
        return bool(self.equals or self.looks_like or self.is_official or self.is_office)


NO_FINDING = NameFinding()


@cache
def _find_latin_look_alike(sign: str) -> str:
    """The plain letter or digit that looks like this sign; the sign itself when there is none."""
    alike = [one["c"] for one in confusables_data.get(sign, ())]
    return min((c for c in alike if c.isascii() and c.isalnum()), key=lambda c: (len(c), c), default=sign)


def fold_name(text: str) -> str:
    """Lower case without accents, signs or double spaces: equal for spellings of the same name."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare.replace("&", " en ")).split())


def build_skeleton(text: str) -> str:
    """What a hasty reader sees: look-alike letters and digits become one plain letter."""
    seen = "".join(
        sign if sign.isascii() else _find_latin_look_alike(sign) for sign in unicodedata.normalize("NFKC", text)
    )
    letters = fold_name(seen.replace("&", " en ").casefold().translate(LETTER_SUBSTITUTES)).translate(
        LETTER_SUBSTITUTES
    )
    return letters.replace("rn", "m").replace("vv", "w")


def _list_forms(organisation: NamedOrganisation) -> Iterable[str]:
    for name in organisation.names:
        yield name
        if organisation.is_municipality:
            yield from (f"{before} {name}" for before in MUNICIPALITY_PREFIXES)


def examine_name(
    typed: str, organisations: Iterable[NamedOrganisation], holders: Mapping[str, str] | None = None
) -> NameFinding:
    """What this name is or looks like; `organisations` leaves out those for which the sender speaks.

    `holders` maps the names of officials in the register to what they are.
    """
    words, seen = fold_name(typed), build_skeleton(typed)
    if not words:
        return NO_FINDING
    forms = {form: one.name for one in organisations for form in _list_forms(one)}
    equal = {fold_name(form): name for form, name in forms.items()}
    if words in equal:
        return NameFinding(equals=equal[words])
    is_official = _has_any(seen, OFFICIAL_TITLES) or seen in {build_skeleton(name) for name in holders or {}}
    return NameFinding(
        looks_like=_find_look_alike(seen, forms), is_official=is_official, is_office=_has_any(seen, OFFICE_WORDS)
    )


def _has_any(seen: str, phrases: Iterable[str]) -> bool:
    return any(f" {build_skeleton(phrase)} " in f" {seen} " for phrase in phrases)


def _find_look_alike(seen: str, forms: Mapping[str, str]) -> str:
    """The organisation that the name looks like, has in it, or nearly is; empty for none."""
    compact = {build_skeleton(form).replace(" ", ""): name for form, name in forms.items()}
    joined = seen.replace(" ", "")
    if joined in compact:
        return compact[joined]
    inside = (
        name for form, name in forms.items() if _is_distinctive(form) and f" {build_skeleton(form)} " in f" {seen} "
    )
    if found := next(inside, ""):
        return found
    if len(joined) < 8:
        return ""
    near = process.extractOne(joined, compact.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY)
    return compact[near[0]] if near else ""


def _is_distinctive(form: str) -> bool:
    """Whether this inside a longer name says something: two words or more, the first no mere particle of surnames."""
    first, _, rest = fold_name(form).partition(" ")
    return bool(rest) and first not in {"den", "de", "het", "van", "ter", "ten", "sint", "st", "nieuw", "oude"}
