"""What is new, from the log, with addresses: two or three queries whatever the length of the log."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from stedennet.changes.models import Change
from stedennet.core.text import in_language

from . import addresses, cards
from .opendata import Entry

LOOKED_AT = 500
"""How far back in the log a feed looks."""


def latest(number: int, *, subject: Any = None) -> list[dict[str, Any]]:
    """The newest `number` lines of the log, of `subject` only when one is given."""
    rows = Change.objects.latest_first()
    if subject is not None:
        rows = rows.for_subject(subject)
    changes = list(rows[:number])
    found = addresses.of_subjects((one.subject_type, one.subject_id) for one in changes)
    return [cards.news_item(one, found) for one in changes]


def entries(records: Iterable[Any], page: str, *, key: str = "slug", most: int = 50) -> list[Entry]:
    """The newest lines of the log about these records of one model, for a feed.

    `page` is the name of their page, `key` the field that its address is made of.
    """
    wanted = {str(one.pk): one for one in records}
    if not wanted:
        return []
    model = next(iter(wanted.values()))._meta.label_lower
    rows = Change.objects.filter(subject_type=model).latest_first()[:LOOKED_AT]
    changes = [one for one in rows if one.subject_id in wanted][:most]
    return [_entry(change, reverse(page, args=[getattr(wanted[change.subject_id], key)])) for change in changes]


def _entry(change: Change, address: str) -> Entry:
    text = in_language(change, "note") or change.get_verb_display()
    return Entry(in_language(change, "title"), address, text, change.at, str(change.pk))
