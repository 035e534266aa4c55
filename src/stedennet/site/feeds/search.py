"""Search results as feed entries, identical to those in the feed of their own list."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.timezone import make_aware

from stedennet.agenda.models import Action, Edition, Indicator
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.lists.agenda import order_actions_by_change
from stedennet.network.models import Organisation, Theme
from stedennet.publications.models import ArticlePage
from stedennet.search.records import Card

from ..cards import search as search_cards
from . import contents
from .entries import Entry
from .responses import build_tag_uri


def _order_by_change(field: str) -> Callable[[QuerySet], QuerySet]:
    return lambda rows: order_by_newest_change(rows, otherwise=field)


SOURCES: dict[str, tuple[Callable[[], Any], Callable[[Any], Any], Callable[[Sequence[Any]], Iterator[Entry]]]] = {
    "theme": (lambda: Theme.objects.with_division(day=today()), order_by_newest_change, contents.build_theme_entries),
    "organisation": (
        lambda: Organisation.objects.shown().prefetch_related("theme_roles__theme"),
        order_by_newest_change,
        contents.build_organisation_entries,
    ),
    "action": (lambda: Action.objects.all(), order_actions_by_change, contents.build_action_entries),
    "edition": (lambda: Edition.objects.public(), order_by_newest_change, contents.build_edition_entries),
    "initiative": (
        lambda: Initiative.objects.published().with_everything(),
        _order_by_change("state_at"),
        contents.build_initiative_entries,
    ),
    "call": (lambda: Call.objects.readable().with_cards(), _order_by_change("state_at"), contents.build_call_entries),
    "indicator": (
        lambda: Indicator.objects.listed().with_cards(),
        order_by_newest_change,
        contents.build_indicator_entries,
    ),
    "challenge": (
        lambda: Challenge.objects.readable().with_cards(),
        order_by_newest_change,
        contents.build_challenge_entries,
    ),
    "article": (
        lambda: ArticlePage.objects.public().select_related("author_organisation").prefetch_related("themes__scheme"),
        _order_by_change("last_published_at"),
        contents.build_article_entries,
    ),
    "event": (
        lambda: EventPage.objects.public().with_parts().prefetch_related("programme"),
        _order_by_change("last_published_at"),
        contents.build_event_entries,
    ),
}
"""For each kind: its public records, how they are dated, and the function that builds their entries."""


def build_result_entries(cards: Sequence[Card]) -> Iterator[Entry]:
    """Yield the entries in the order of the cards, without records that are no longer public or have no date."""
    keys: dict[str, set[str]] = defaultdict(set)
    for card in cards:
        keys[card.kind].add(card.key)
    entries = {
        entry.key: entry
        for kind, wanted in keys.items()
        if kind in SOURCES
        for rows, sort, build in [SOURCES[kind]]
        for entry in build(list(sort(rows().filter(pk__in=wanted))))
    }
    for card in cards:
        tag = build_tag_uri(card.kind, card.key)
        if tag in entries:
            yield entries[tag]
        elif card.kind not in SOURCES and card.day:
            yield _build_plain_entry(card, tag)


def _build_plain_entry(card: Card, tag: str) -> Entry:
    texts = search_cards.choose_texts(card)
    moment = make_aware(dt.datetime.fromisoformat(card.day))
    content = render_to_string("site/feeds/found.html", {"text": texts["body"] or texts["lead"]})
    return Entry(tag, texts["title"], search_cards.build_url(card), moment, summary=texts["lead"], content=content)


def keep_dated_results(cards: Iterable[Card]) -> list[Card]:
    """Return the results that have a date, which a feed requires."""
    return [card for card in cards if card.kind in SOURCES or card.day]
