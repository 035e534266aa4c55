"""The latest news from the change log with URLs: two or three queries, however long the log is."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db.models import Model

from stedennet.agenda.models import Action, Edition, ProgressReport, Strategy
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.changes.models import Change
from stedennet.changes.querysets import ChangeQuerySet
from stedennet.core.pages import filter_about_public
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation

from . import addresses
from .cards import network as network_cards

MODELS_WITH_EXAMPLES: tuple[type[Model], ...] = (
    Action,
    Call,
    Challenge,
    Edition,
    EventPage,
    Initiative,
    Organisation,
    Strategy,
)
LOOKED_AT = 8
"""Lines of the log to read per news item, because repeated changes on one day count once."""


def list_latest_news(number: int, *, subject: Model | None = None) -> list[dict[str, Any]]:
    """List the newest `number` lines of the log, about `subject` when given; repeats on one day are dropped.

    On the page of `subject` the lines do not repeat its name. Pages that are not public now have no news, even if the
    log mentions them from when they were.
    """
    rows = filter_about_public(Change.objects.news().latest_first())
    rows = _leave_out_examples(rows) if subject is None else rows.for_subject(subject)
    changes = list(islice(_drop_repeats(rows[: number * LOOKED_AT]), number))
    changes.sort(key=lambda change: change.day, reverse=True)
    keys = [(change.subject_type, change.subject_id) for change in changes if subject is None]
    urls = addresses.find_urls(keys)
    return [network_cards.build_news_item(change, urls, names_subject=subject is None) for change in changes]


def _leave_out_examples(changes: ChangeQuerySet) -> ChangeQuerySet:
    for model in MODELS_WITH_EXAMPLES:
        changes = changes.not_about(model._default_manager.filter(is_example=True))
    return changes.not_about(ProgressReport.objects.filter(edition__is_example=True))


def _drop_repeats(changes: Iterable[Change]) -> Iterable[Change]:
    seen = set()
    for change in changes:
        line = (change.subject_type, change.subject_id, change.verb, change.note, change.day)
        if line not in seen:
            seen.add(line)
            yield change
