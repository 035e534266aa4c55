"""Detection of typed names that equal or resemble the name of an organisation or an official. Pure.

Names are compared by skeleton: what a hasty reader sees, whatever the script. The confusable characters are those
that Unicode lists (UTS 39), from the package confusable-homoglyphs.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from confusable_homoglyphs.confusables import confusables_data
from rapidfuzz import fuzz, process

LETTER_SUBSTITUTES = str.maketrans("013457$@|!i", "oleastsalll")
"""Digits and symbols that people read as letters; i, l and 1 look alike and all become l."""
MUNICIPALITY_PREFIXES = ("gemeente", "gem", "stad", "municipality of", "city of", "gemeentebestuur", "gemeente van")
OFFICIAL_TITLES = (
    "burgemeester", "loco burgemeester", "wethouder", "mayor", "alderman", "b en w", "b w", "benw", "college van",
    "gemeentesecretaris", "gemeentegriffier", "griffier", "raadslid", "gemeenteraad", "gedeputeerde",
    "commissaris van de koning", "minister", "staatssecretaris", "dijkgraaf", "heemraad", "councillor",
)  # fmt: skip
OFFICE_WORDS = ("redactie", "redacteur", "moderator", "beheerder", "programmabureau", "administrator", "webmaster")
LEAST_SIMILARITY = 92
"""The lowest similarity (0 to 100, rapidfuzz ratio) at which a name of eight letters or more resembles another."""


@dataclass(frozen=True)
class NamedOrganisation:
    """An organisation in the register, and the names to compare a typed name with."""

    key: int
    name: str
    names: tuple[str, ...]
    is_municipality: bool = False


@dataclass(frozen=True)
class NameFinding:
    """The organisation that a name equals or resembles, and whether it names an official or an editorial office."""

    equals: str = ""
    looks_like: str = ""
    is_official: bool = False
    is_office: bool = False

    def __bool__(self) -> bool:
        return bool(self.equals or self.looks_like or self.is_official or self.is_office)


NO_FINDING = NameFinding()


@cache
def _find_latin_look_alike(char: str) -> str:
    """Find the ASCII letter or digit that looks like this character; the character itself when there is none."""
    look_alikes = [entry["c"] for entry in confusables_data.get(char, ())]
    return min((c for c in look_alikes if c.isascii() and c.isalnum()), key=lambda c: (len(c), c), default=char)


def fold_name(text: str) -> str:
    """Fold a name to lower case without accents, punctuation or double spaces, so that its spellings are equal."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", bare.replace("&", " en ")).split())


def build_skeleton(text: str) -> str:
    """Build the skeleton of a name: characters that look alike become one plain letter."""
    latin = "".join(
        char if char.isascii() else _find_latin_look_alike(char) for char in unicodedata.normalize("NFKC", text)
    )
    letters = fold_name(latin.replace("&", " en ").casefold().translate(LETTER_SUBSTITUTES)).translate(
        LETTER_SUBSTITUTES
    )
    return letters.replace("rn", "m").replace("vv", "w")


def _list_forms(organisation: NamedOrganisation) -> Iterable[str]:
    for name in organisation.names:
        yield name
        if organisation.is_municipality:
            yield from (f"{prefix} {name}" for prefix in MUNICIPALITY_PREFIXES)


def examine_name(
    typed: str, organisations: Iterable[NamedOrganisation], holders: Mapping[str, str] | None = None
) -> NameFinding:
    """Compare a typed name with `organisations`: all but those that the sender represents.

    `holders` maps the names of officials in the register to their offices.
    """
    folded, skeleton = fold_name(typed), build_skeleton(typed)
    if not folded:
        return NO_FINDING
    forms = {form: organisation.name for organisation in organisations for form in _list_forms(organisation)}
    names_by_fold = {fold_name(form): name for form, name in forms.items()}
    if folded in names_by_fold:
        return NameFinding(equals=names_by_fold[folded])
    is_holder = skeleton in {build_skeleton(name) for name in holders or {}}
    return NameFinding(
        looks_like=_find_look_alike(skeleton, forms),
        is_official=_contains_any(skeleton, OFFICIAL_TITLES) or is_holder,
        is_office=_contains_any(skeleton, OFFICE_WORDS),
    )


def _contains_any(skeleton: str, phrases: Iterable[str]) -> bool:
    return any(f" {build_skeleton(phrase)} " in f" {skeleton} " for phrase in phrases)


def _find_look_alike(skeleton: str, forms: Mapping[str, str]) -> str:
    """Find the organisation whose name looks the same, is part of this one, or differs little; "" if none."""
    compact = {build_skeleton(form).replace(" ", ""): name for form, name in forms.items()}
    joined = skeleton.replace(" ", "")
    if joined in compact:
        return compact[joined]
    inside = (
        name
        for form, name in forms.items()
        if _is_distinctive(form) and f" {build_skeleton(form)} " in f" {skeleton} "
    )
    if name := next(inside, ""):
        return name
    if len(joined) < 8:
        return ""
    near = process.extractOne(joined, compact.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY)
    return compact[near[0]] if near else ""


def _is_distinctive(form: str) -> bool:
    """Whether this form is telling inside a longer name: two words or more, the first not an article or the like."""
    first, _, rest = fold_name(form).partition(" ")
    return bool(rest) and first not in {"den", "de", "het", "van", "ter", "ten", "sint", "st", "nieuw", "oude"}
