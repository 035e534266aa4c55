"""Whether a sender's name is somebody else's. The register of organisations is a floor higher, and says so here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

MARKS: dict[str, Any] = {
    "organisation": _("De naam lijkt op die van %(of)s."),
    "official": _("De naam lijkt op die van een bestuurder of ambtsdrager."),
    "office": _("De naam lijkt op die van het programmabureau."),
    "claims": _("Noemt zich van %(of)s; wij weten niet of dat klopt."),
}
"""What a moderator reads of a doubtful name, by the mark; a mark is stored with the name that it is about."""
INFORMATIVE_MARKS = {"claims"}
"""Marks that only inform: most people who place a call name their city, and few have an account."""


@dataclass(frozen=True)
class NameCheck:
    """`refusal` is a sentence for the sender, empty when the name may be sent; `marks` are for a moderator: each a
    key of MARKS and the name that it is about."""

    refusal: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)


NameChecker = Callable[[str, str, Any], NameCheck]
_checks: list[NameChecker] = []


def register_name_check(check: NameChecker) -> None:
    """From now on each sender's name is checked by this, with the person who is signed in (or None)."""
    if check not in _checks:
        _checks.append(check)


def check_sender_name(name: str, person: Any, organisation: str = "") -> NameCheck:
    """What all rooms say about this name, and about the organisation that was typed beside it."""
    found = [check(name, organisation, person) for check in _checks]
    refusal = next((one.refusal for one in found if one.refusal), "")
    return NameCheck(refusal, [mark for one in found for mark in one.marks])


def is_doubtful(marks: list[list[str]] | None) -> bool:
    """Whether a moderator should look first because of these marks."""
    return any(mark not in INFORMATIVE_MARKS for mark, _of in marks or [])


def format_marks(marks: list[list[str]] | None) -> list[str]:
    """The marks of a submission as sentences, in the language of whoever reads."""
    return [str(MARKS[mark]) % {"of": of} for mark, of in marks or [] if mark in MARKS]
