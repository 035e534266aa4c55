"""The latest news from the change log with URLs: two or three queries, however long the log is."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from stedennet.agenda.querysets.examples import exclude_examples
from stedennet.changes.models import Change
from stedennet.core.pages import filter_about_public

from . import addresses
from .cards import network as network_cards

LOOKED_AT = 8
"""Lines of the log to read per news item, because repeated changes on one day count once."""


def list_latest_news(number: int, *, subject: Model | None = None) -> list[dict[str, Any]]:
    """List the newest `number` lines of the log, about `subject` when given; repeats on one day are dropped.

    On the page of `subject` the lines do not repeat its name. Pages that are not public now have no news, even if the
    log mentions them from when they were.
    """
    rows = filter_about_public(Change.objects.latest_first())
    if subject is None:
        rows = exclude_examples(rows)
    else:
        # That something changed, without what, is no news beside the thing itself.
        rows = rows.for_subject(subject).exclude(verb=Change.Verb.CHANGED, note="")
    changes = list(islice(_drop_repeats(rows[: number * LOOKED_AT]), number))
    keys = [(change.subject_type, change.subject_id) for change in changes if subject is None]
    urls = addresses.find_urls(keys)
    return [network_cards.build_news_item(change, urls, names_subject=subject is None) for change in changes]


def _drop_repeats(changes: Iterable[Change]) -> Iterable[Change]:
    seen = set()
    for change in changes:
        line = (change.subject_type, change.subject_id, change.verb, change.note, localdate(change.at))
        if line not in seen:
            seen.add(line)
            yield change
