"""What is new, from the log, with addresses: two or three queries whatever the length of the log."""

from typing import Any

from stedennet.changes.models import Change

from . import addresses, cards


def latest(number: int, *, subject: Any = None) -> list[dict[str, Any]]:
    """The newest `number` lines of the log, of `subject` only when one is given."""
    rows = Change.objects.latest_first()
    if subject is not None:
        rows = rows.for_subject(subject)
    changes = list(rows[:number])
    found = addresses.of_subjects((one.subject_type, one.subject_id) for one in changes)
    return [cards.news_item(one, found) for one in changes]
