"""Lines in the log of changes."""

from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change, Cursor

SUBJECT = Cursor(pk=1, name="something")
"""Any record will do as subject; the log knows no other room."""


def write(title: str, verb: str = "published", **more) -> Change:
    """One line with this title."""
    return announce_change(SUBJECT, verb, title=title, **more)


def titles() -> list[str]:
    """The titles of all committed lines, in order."""
    return list(Change.objects.order_by("id").values_list("title", flat=True))
