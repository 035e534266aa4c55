"""What is new, from the log, with addresses: two or three queries whatever the length of the log."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.utils.timezone import localdate

from stedennet.changes.models import Change
from stedennet.core.pages import filter_about_public

from . import addresses
from .cards import network as network_cards

LOOKED_AT = 8
"""Lines of the log that are read for each line of news: what changed more often on one day is told once."""


def list_latest_news(number: int, *, subject: Any = None) -> list[dict[str, Any]]:
    """The newest `number` lines of the log, of `subject` only when one is given; the same on one day once.

    A page that not everybody may read has no news, whatever the log told while it was public.
    """
    rows = filter_about_public(Change.objects.latest_first())
    if subject is not None:
        rows = rows.for_subject(subject)
    changes = list(islice(_drop_repeats(rows[: number * LOOKED_AT]), number))
    found = addresses.find_urls((one.subject_type, one.subject_id) for one in changes)
    return [network_cards.build_news_item(one, found) for one in changes]


def _drop_repeats(rows: Iterable[Change]) -> Iterable[Change]:
    told = set()
    for one in rows:
        line = (one.subject_type, one.subject_id, one.verb, one.note, localdate(one.at))
        if line not in told:
            told.add(line)
            yield one
