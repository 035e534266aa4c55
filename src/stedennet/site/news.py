"""What is new, from the log, with addresses: two or three queries whatever the length of the log."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.utils.timezone import localdate

from stedennet.changes.models import Change
from stedennet.core.pages import about_public

from . import addresses, cards

LOOKED_AT = 8
"""Lines of the log that are read for each line of news: what changed more often on one day is told once."""


def latest(number: int, *, subject: Any = None) -> list[dict[str, Any]]:
    """The newest `number` lines of the log, of `subject` only when one is given; the same on one day once.

    A page that not everybody may read has no news, whatever the log told while it was public.
    """
    rows = about_public(Change.objects.latest_first())
    if subject is not None:
        rows = rows.for_subject(subject)
    changes = list(islice(_told_once(rows[: number * LOOKED_AT]), number))
    found = addresses.of_subjects((one.subject_type, one.subject_id) for one in changes)
    return [cards.news_item(one, found) for one in changes]


def _told_once(rows: Iterable[Change]) -> Iterable[Change]:
    told = set()
    for one in rows:
        line = (one.subject_type, one.subject_id, one.verb, one.note, localdate(one.at))
        if line not in told:
            told.add(line)
            yield one
