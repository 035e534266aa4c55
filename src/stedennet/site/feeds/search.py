"""Results of a search as entries: the thing itself with its whole text, as its own list would give it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import make_aware

from stedennet.agenda.models import Action, Edition
from stedennet.calls.models import Call
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


def _order_by_change(field: str) -> Callable[[Any], Any]:
    return lambda rows: order_by_newest_change(rows, otherwise=field)


SOURCES: dict[str, tuple[Callable[[], Any], Callable[[Any], Any], Callable[[Sequence[Any]], Iterator[Entry]]]] = {
    "theme": (lambda: Theme.objects.with_division(day=today()), order_by_newest_change, contents.build_theme_entries),
    "organisation": (
        lambda: Organisation.objects.prefetch_related("theme_roles__theme"),
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
"""For each kind the records that are public now, how they are dated, and what a feed tells of them."""


def build_result_entries(cards: Sequence[Card]) -> Iterator[Entry]:
    """In the order of the cards. What is not public any more is left out, and so is what has no date at all."""
    keys: dict[str, set[str]] = defaultdict(set)
    for card in cards:
        keys[card.kind].add(card.key)
    known = {
        entry.key: entry
        for kind, wanted in keys.items()
        if kind in SOURCES
        for rows, dated, build in [SOURCES[kind]]
        for entry in build(list(dated(rows().filter(pk__in=wanted))))
    }
    for card in cards:
        name = build_tag_uri(card.kind, card.key)
        if name in known:
            yield known[name]
        elif card.kind not in SOURCES and card.day:
            yield _build_plain_entry(card, name)


def _build_plain_entry(card: Card, name: str) -> Entry:
    texts = search_cards.choose_texts(card)
    at = make_aware(dt.datetime.fromisoformat(card.day))
    content = render_to_string("site/feeds/found.html", {"text": texts["body"] or texts["lead"]})
    return Entry(name, texts["title"], search_cards.build_url(card), at, summary=texts["lead"], content=content)


def keep_dated_results(cards: Iterable[Card]) -> list[Card]:
    """Those of which a feed can say when."""
    return [card for card in cards if card.kind in SOURCES or card.day]
