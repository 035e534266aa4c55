"""Which texts can be proposed, and what may become of a proposal. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 20_000


class Field(models.TextChoices):
    """What a proposal is about: a text of an action, the foreword, or a new action (its title)."""

    TITLE = "title", _("titel")
    LEAD = "lead", _("in één zin")
    DESCRIPTION = "description", _("beschrijving")
    FOREWORD = "foreword", _("voorwoord")
    ACTION = "action", _("nieuwe actie")


ACTION_FIELDS = (Field.TITLE, Field.LEAD, Field.DESCRIPTION)
"""The texts of an action."""


class State(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("open")
    TAKEN = "taken", _("overgenomen")
    DECLINED = "declined", _("niet overgenomen")


LONGEST_BY_FIELD = {Field.TITLE: 200, Field.LEAD: 400, Field.ACTION: 200}
"""Characters that a short text may have; the others LONGEST."""


def is_too_long(field: str, words: str) -> bool:
    """Whether these words do not fit in this text."""
    return len(words) > LONGEST_BY_FIELD.get(Field(field), LONGEST_TEXT)


def find_next_code(codes: list[str], letters: str) -> str:
    """The first free code with these letters, such as SM-4 after SM-3."""
    numbers = [int(code.split("-")[1]) for code in codes if code.split("-")[0] == letters]
    return f"{letters}-{max(numbers, default=0) + 1}"
