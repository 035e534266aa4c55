"""Search results as plain values with URLs, for templates; matching words are marked."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stedennet.agenda.rules.editions import Status as EditionStatus
from stedennet.agenda.rules.status import Status as ActionStatus
from stedennet.core.dates import format_day
from stedennet.initiatives.rules.choices import Phase
from stedennet.network.models.organisations import Kind
from stedennet.search import retrieval
from stedennet.search.records import Card, Record
from stedennet.search.rules.highlights import TextPiece, build_excerpt, mark_words

KINDS = {
    "theme": gettext_lazy("thema"),
    "organisation": gettext_lazy("organisatie"),
    "strategy": gettext_lazy("strategie"),
    "edition": gettext_lazy("editie van de agenda"),
    "action": gettext_lazy("actie"),
    "indicator": gettext_lazy("indicator"),
    "initiative": gettext_lazy("initiatief"),
    "call": gettext_lazy("oproep"),
    "challenge": gettext_lazy("opgave"),
    "article": gettext_lazy("artikel"),
    "event": gettext_lazy("evenement"),
    "page": gettext_lazy("pagina"),
}
ADDRESSES = {kind: kind for kind in KINDS} | {"page": ""}
"""The URL name of the page of each kind."""
WITH_PROPER_NAMES = ("organisation", "theme")
"""Kinds whose titles are names, which are the same in both languages."""
DATED = ("article", "event", "call")
"""Kinds that are dated by the day; all others by the year."""
STATUS = {
    "call.open": gettext_lazy("oproep is open"),
    "call.closed": gettext_lazy("oproep is gesloten"),
    "event.cancelled": gettext_lazy("gaat niet door"),
}


def build_result_card(card: Card, wanted: Collection[str] = ()) -> dict[str, Any]:
    """Return a result with its title and the best matching excerpt, both as pieces of which some are marked."""
    texts = choose_texts(card)
    return {
        "kind": card.kind,
        "kind_label": KINDS.get(card.kind, card.kind),
        "url": build_url(card),
        "title": texts["title"],
        "title_language": ""
        if card.kind in WITH_PROPER_NAMES
        else _find_other_language(card, texts["title"], "title"),
        "excerpt_language": _find_other_language(card, texts["lead"], "lead"),
        "title_pieces": mark_words(texts["title"], retrieval.find_text_forms, wanted),
        "excerpt": _choose_excerpt(texts, wanted),
        "status_label": format_status(card.status),
        "day": format_day(dt.date.fromisoformat(card.day), "day" if card.kind in DATED else "year")
        if card.day
        else "",
    }


def choose_texts(card: Card) -> dict[str, str]:
    """Return title, lead and body in the language of the reader, or in the other one where a text is missing."""
    english = (get_language() or "nl").startswith("en")
    pairs = {name: (getattr(card, name), getattr(card, f"{name}_en")) for name in ("title", "lead", "body")}
    return {name: (en or nl) if english else (nl or en) for name, (nl, en) in pairs.items()}


def _find_other_language(card: Card, text: str, name: str) -> str:
    """The language of this text, when that is not the reader's; else empty."""
    if name == "title" and card.kind in WITH_PROPER_NAMES:
        return ""
    nl, en = getattr(card, name), getattr(card, f"{name}_en")
    language = "en" if text == en and text != nl else "nl" if text == nl and text != en else ""
    return "" if language == (get_language() or "nl")[:2] else language


def _choose_excerpt(texts: dict[str, str], wanted: Collection[str]) -> list[TextPiece]:
    # The lead when it contains a match or the body does not; otherwise the part of the body with most matches.
    lead = build_excerpt(texts["lead"], retrieval.find_text_forms, wanted)
    if texts["lead"] and (any(piece.marked for piece in lead) or not wanted):
        return lead
    body = build_excerpt(texts["body"], retrieval.find_text_forms, wanted)
    return body if any(piece.marked for piece in body) or not texts["lead"] else lead


def build_url(card: Card | Record) -> str:
    """Return the path of the page."""
    if card.kind == "page":
        return reverse(card.address)
    number = int(card.address) if card.kind == "edition" else card.address
    return reverse(ADDRESSES[card.kind], args=[number])


def build_absolute_url(card: Card | Record, language: str) -> str:
    """Return the absolute URL of the page in `language`, for mails."""
    with translation.override(language):
        return f"{settings.SITE_URL}{build_url(card)}"


def format_status(status: str) -> str:
    """Return the label of a value of the “status” facet, such as “call.open”; empty when it is unknown."""
    kind, _dot, value = status.partition(".")
    choices: Any = {"action": ActionStatus, "edition": EditionStatus, "initiative": Phase, "organisation": Kind}
    if status in STATUS:
        return str(STATUS[status])
    if kind in choices and value in choices[kind].values:
        return str(choices[kind](value).label)
    return ""


def kind_of_status(status: str) -> str:
    """Return the label of the kind that a status belongs to, for a list with several kinds."""
    return str(KINDS.get(status.partition(".")[0], _("anders")))
