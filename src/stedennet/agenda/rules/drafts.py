"""The texts that can be proposed, and the states of a proposal. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_TEXT_LENGTH = 20_000
"""Characters allowed in a text that MAX_LENGTHS does not list."""


class Field(models.TextChoices):
    """The subject of a proposal: a text of an action, the foreword, or a new action (its title)."""

    TITLE = "title", _("titel")
    LEAD = "lead", _("in één zin")
    DESCRIPTION = "description", _("beschrijving")
    FOREWORD = "foreword", _("voorwoord")
    ACTION = "action", _("nieuwe actie")


ACTION_FIELDS = (Field.TITLE, Field.LEAD, Field.DESCRIPTION)
"""The texts of an action."""


class State(models.TextChoices):
    """Whether a proposal is open, and if not, how it ended."""

    OPEN = "open", _("open")
    TAKEN = "taken", _("overgenomen")
    DECLINED = "declined", _("niet overgenomen")


MAX_LENGTHS = {Field.TITLE: 200, Field.LEAD: 400, Field.ACTION: 200}
"""Characters allowed in the short texts."""


def is_too_long(field: str, words: str) -> bool:
    """Whether these words exceed the maximum length of this text."""
    return len(words) > MAX_LENGTHS.get(Field(field), MAX_TEXT_LENGTH)


def find_next_code(codes: list[str], letters: str) -> str:
    """The code after the highest one with these letters, such as SM-4 after SM-3; gaps are not filled."""
    numbers = [int(code.split("-")[1]) for code in codes if code.split("-")[0] == letters]
    return f"{letters}-{max(numbers, default=0) + 1}"
