"""Results of a search as entries: the thing itself with its whole text, as its own list would give it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import make_aware

from stedennet.agenda.models import Action, Edition
from stedennet.calls.models import Call
from stedennet.changes.dating import newest_change_first
from stedennet.core.clock import today
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.publications.models import ArticlePage
from stedennet.search.records import Card

from .. import found_cards
from . import contents
from .answering import key_of
from .entries import Entry


def _since(field: str) -> Callable[[Any], Any]:
    return lambda rows: newest_change_first(rows, otherwise=field)


SHELVES: dict[str, tuple[Callable[[], Any], Callable[[Any], Any], Callable[[Sequence[Any]], Iterator[Entry]]]] = {
    "theme": (lambda: Theme.objects.with_division(day=today()), newest_change_first, contents.themes),
    "organisation": (
        lambda: Organisation.objects.prefetch_related("theme_roles__theme"),
        newest_change_first,
        contents.organisations,
    ),
    "action": (lambda: Action.objects.all(), contents.since_edition, contents.actions),
    "edition": (lambda: Edition.objects.public(), newest_change_first, contents.editions),
    "initiative": (
        lambda: Initiative.objects.published().with_everything(),
        _since("state_at"),
        contents.initiatives,
    ),
    "call": (lambda: Call.objects.readable().with_cards(), _since("state_at"), contents.calls),
    "article": (
        lambda: ArticlePage.objects.public().select_related("author_organisation").prefetch_related("themes__scheme"),
        _since("last_published_at"),
        contents.articles,
    ),
    "event": (
        lambda: EventPage.objects.public().with_parts().prefetch_related("programme"),
        _since("last_published_at"),
        contents.events,
    ),
}
"""For each kind the records that are public now, how they are dated, and what a feed tells of them."""


def entries(cards: Sequence[Card]) -> Iterator[Entry]:
    """In the order of the cards. What is not public any more is left out, and so is what has no date at all."""
    keys: dict[str, set[str]] = defaultdict(set)
    for card in cards:
        keys[card.kind].add(card.key)
    known = {
        entry.key: entry
        for kind, wanted in keys.items()
        if kind in SHELVES
        for rows, dated, build in [SHELVES[kind]]
        for entry in build(list(dated(rows().filter(pk__in=wanted))))
    }
    for card in cards:
        name = key_of(card.kind, card.key)
        if name in known:
            yield known[name]
        elif card.kind not in SHELVES and card.day:
            yield _plain(card, name)


def _plain(card: Card, name: str) -> Entry:
    texts = found_cards.in_language(card)
    at = make_aware(dt.datetime.fromisoformat(card.day))
    content = render_to_string("site/feeds/found.html", {"text": texts["body"] or texts["lead"]})
    return Entry(name, texts["title"], found_cards.address(card), at, summary=texts["lead"], content=content)


def told(cards: Iterable[Card]) -> list[Card]:
    """Those of which a feed can say when."""
    return [card for card in cards if card.kind in SHELVES or card.day]
