"""Checks whether a sender uses somebody else's name. The room with the register, higher up, registers its check."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User

MARKS: dict[str, str | Promise] = {
    "organisation": _("De naam lijkt op die van %(of)s."),
    "official": _("De naam lijkt op die van een bestuurder of ambtsdrager."),
    "office": _("De naam lijkt op die van het programmabureau."),
    "claims": _("Noemt zich van %(of)s; wij weten niet of dat klopt."),
}
"""The sentence for a moderator, for each mark; a mark is stored together with the name that it is about."""
INFORMATIVE_MARKS = {"claims"}
"""Marks that do not make a name doubtful: most people who place a call name their city, and few have an account."""


@dataclass(frozen=True)
class NameCheck:
    """The result of checking a name. `refusal` is a sentence for the sender, empty when the name is allowed.

    `marks` are for a moderator: each a key of MARKS and the name that it is about.
    """

    refusal: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)


NameChecker = Callable[[str, str, User | None], NameCheck]
"""Checks a sender's name, the organisation typed beside it, and the person who is signed in (or None)."""
_checks: list[NameChecker] = []


def register_name_check(check: NameChecker) -> None:
    """Check every sender's name with this from now on."""
    if check not in _checks:
        _checks.append(check)


def check_sender_name(name: str, person: User | None, organisation: str = "") -> NameCheck:
    """The combined result of all registered checks of this name and the organisation typed beside it."""
    results = [check(name, organisation, person) for check in _checks]
    refusal = next((result.refusal for result in results if result.refusal), "")
    return NameCheck(refusal, [mark for result in results for mark in result.marks])


def is_doubtful(marks: list[list[str]] | None) -> bool:
    """Whether these marks make a review by a moderator necessary."""
    return any(mark not in INFORMATIVE_MARKS for mark, _of in marks or [])


def format_marks(marks: list[list[str]] | None) -> list[str]:
    """The marks of a submission as sentences in the reader's language."""
    return [str(MARKS[mark]) % {"of": of} for mark, of in marks or [] if mark in MARKS]
