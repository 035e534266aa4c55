"""Blocks: a few rows of a declared list on the page of something else, with how many there are and a link to them all.

A block reads the list with a filter that readers can choose too, so its number is that of the page behind the link.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Model, QuerySet, Window
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.overview import ActionOverview
from stedennet.agenda.querysets.indicators import IndicatorPointQuerySet
from stedennet.calls.querysets.calls import CallQuerySet
from stedennet.core.clock import now
from stedennet.events.querysets import EventQuerySet
from stedennet.initiatives.querysets.initiatives import InitiativeQuerySet
from stedennet.lists.agenda import ACTIONS
from stedennet.lists.articles import ARTICLES
from stedennet.lists.calls import CALLS
from stedennet.lists.declarations import List
from stedennet.lists.events import EVENTS
from stedennet.lists.indicator_values import INDICATOR_VALUES
from stedennet.lists.indicators import INDICATORS
from stedennet.lists.initiatives import INITIATIVES
from stedennet.publications.querysets import ArticleQuerySet

from ..filters import Filters
from . import agenda as agenda_cards
from . import articles as article_cards
from . import calls as call_cards
from . import events as event_cards
from . import indicators as indicator_cards
from . import initiatives as initiative_cards

MOST = 3
MOST_ACTIONS = 5


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a list is shown in a block: its row, the card of a row, and what the block and its link are called."""

    declared: List
    key: str
    heading: str | Promise
    all_label: str | Promise
    row: str
    card: Callable[[Any], dict[str, Any]]
    prepare: Callable[[Any], Any]


def _sort_articles(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.with_author().language_first((get_language() or "nl")[:2])


ACTION = Kind(
    declared=ACTIONS,
    key="acties",
    heading=_("Acties"),
    all_label=_("Alle %(n)s acties"),
    row="site/agenda/_row.html",
    card=agenda_cards.build_action_card,
    prepare=list,
)
INITIATIVE = Kind(
    declared=INITIATIVES,
    key="initiatieven",
    heading=_("Initiatieven"),
    all_label=_("Alle %(n)s initiatieven"),
    row="site/initiatives/_row.html",
    card=initiative_cards.build_initiative_line,
    prepare=lambda initiatives: InitiativeQuerySet.most_reused_first(initiatives).prefetch_related("cities"),
)
PLACELESS_INITIATIVE = replace(
    INITIATIVE, card=initiative_cards.build_placeless_line, prepare=InitiativeQuerySet.most_reused_first
)
"""For the page of an organisation: one query fewer."""
CALL = Kind(
    declared=CALLS,
    key="oproepen",
    heading=_("Oproepen"),
    all_label=_("Alle %(n)s oproepen"),
    row="site/calls/_row.html",
    card=call_cards.build_call_card,
    prepare=lambda calls: CALLS.sort(CallQuerySet.with_cards(calls), {}),
)
ARTICLE = Kind(
    declared=ARTICLES,
    key="artikelen",
    heading=_("Artikelen"),
    all_label=_("Alle %(n)s artikelen"),
    row="site/articles/_row.html",
    card=article_cards.build_article_brief,
    prepare=_sort_articles,
)
EVENT = Kind(
    declared=EVENTS,
    key="evenementen",
    heading=_("Evenementen"),
    all_label=_("Alle %(n)s evenementen"),
    row="site/events/_row.html",
    card=event_cards.build_event_brief,
    prepare=lambda events: EventQuerySet.with_organiser(events).upcoming_first(now()),
)
INDICATOR = Kind(
    declared=INDICATORS,
    key="indicatoren-van-het-thema",
    heading=_("Wat er gemeten wordt"),
    all_label=_("Alle %(n)s indicatoren"),
    row="site/indicators/_row.html",
    card=indicator_cards.build_indicator_line,
    prepare=lambda indicators: INDICATORS.sort(indicators, {}),
)
INDICATOR_VALUE = Kind(
    declared=INDICATOR_VALUES,
    key="cijfers",
    heading=_("Cijfers"),
    all_label=_("Alle %(n)s cijfers"),
    row="site/indicators/_value_row.html",
    card=indicator_cards.build_value_line,
    prepare=lambda points: IndicatorPointQuerySet.with_place(points).order_by("-on", "indicator__name"),
)


def build_block(
    kind: Kind, chosen: Mapping[str, str], *, heading: str | Promise = "", most: int = MOST
) -> dict[str, object]:
    """Return the first rows of a list with these filters, how many there are, and the link to all; empty without any.

    One query, and what the rows prefetch.
    """
    rows = kind.declared.narrow(kind.declared.rows(), chosen)
    first, total = read_first(kind.prepare(rows), most)
    return _build_block(kind, first, total, chosen, heading)


def build_action_block(
    actions: Sequence[ActionOverview], chosen: Mapping[str, str], *, heading: str | Promise = ""
) -> dict[str, object]:
    """Return the block of these actions of the current edition: those that the agenda shows with these filters."""
    return _build_block(ACTION, actions[:MOST_ACTIONS], len(actions), chosen, heading)


def build_row_block(kind: Kind, rows: Sequence[object], *, heading: str | Promise = "") -> dict[str, object]:
    """Return a block of all these rows: few enough to show, and no list has a filter for them."""
    return _build_block(kind, rows, len(rows), {}, heading)


def read_first(rows: QuerySet, most: int) -> tuple[list[Model], int]:  # type: ignore[type-arg]
    """Return the first rows and how many there are in all, in one query; each row may occur only once."""
    first: list[Any] = list(rows.annotate(block_total=Window(Count("*")))[:most])
    return first, first[0].block_total if first else 0


def _build_block(
    kind: Kind, rows: Sequence[object], total: int, chosen: Mapping[str, str], heading: str | Promise
) -> dict[str, object]:
    if not total:
        return {}
    address = Filters(chosen, chosen).onto(kind.declared.page_url)
    return {
        "key": kind.key,
        "heading": heading or kind.heading,
        "row": kind.row,
        "cards": [kind.card(row) for row in rows],
        "total": total,
        "all_url": address if total > len(rows) else "",
        "all_label": kind.all_label % {"n": total},
    }
