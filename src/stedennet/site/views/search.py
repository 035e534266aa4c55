"""Searching everything that is public: the results with their facets, and names while somebody types."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.facets import Option
from stedennet.search import finding, shelves
from stedennet.search.engine import Broken
from stedennet.search.finding import Results
from stedennet.search.flows.remembering import remember
from stedennet.search.flows.synonyms import meanings
from stedennet.search.records import Card
from stedennet.search.rules import asking

from .. import feeds, found_cards, opendata
from ..feeds.found import entries, told
from ..filters import Filters
from ..following import follow_url

PER_PAGE = finding.PAGE
LAST_PAGE = 50
MOST_TAKEN = 500
"""Results in a file or feed."""
LONGEST = asking.LONGEST
FACETS = {
    "soort": ("kind", gettext_lazy("Soort")),
    "thema": ("theme", gettext_lazy("Thema")),
    "stad": ("city", gettext_lazy("Stad")),
    "provincie": ("province", gettext_lazy("Provincie")),
    "jaar": ("year", gettext_lazy("Jaar")),
    "status": ("status", gettext_lazy("Status")),
}
NAMES = (*FACETS, "volgorde")
COLUMNS = ("soort", "titel", "inleiding", "datum", "adres")


def search(request: HttpRequest) -> HttpResponse:
    """The results of a question, a page at a time."""
    filters = _filters(request)
    asked = filters.chosen.get("q", "")
    try:
        context = shown(filters, _number(request.GET.get("pagina", "")))
    except Broken as error:
        shelves.report(error)
        return render(request, "site/search/page.html", {"q": asked, "is_away": True})
    if "pagina" not in request.GET and asked:
        remember(asked, language=get_language() or "nl", found=context["total"])
    return render(request, "site/search/page.html", context)


def shown(filters: Filters, number: int) -> dict[str, Any]:
    """All that a page of results shows. Raises Broken when the index cannot be read."""
    asked = filters.chosen.get("q", "")
    results, meant = _found(filters, skip=(number - 1) * PER_PAGE, most=PER_PAGE)
    facets = [
        {"name": name, "label": label, "options": filters.options(name, _options(name, facet, results))}
        for name, (facet, label) in FACETS.items()
    ]
    wanted = finding.wanted(asking.read(asked))
    return {
        "q": asked,
        "facets": [one for one in facets if one["options"]],
        "active_filters": _active(filters, facets),
        "found": [found_cards.found(card, wanted) for card in results.cards],
        "total": results.total,
        "exact": results.exact,
        "is_asked": bool(filters.chosen),
        "meant": meant,
        "meant_url": Filters({**filters.chosen, "q": meant}, NAMES).onto(reverse("search")),
        "order": filters.chosen.get("volgorde", ""),
        "orders": _orders(filters),
        "page_obj": Paginator(range(min(results.total, LAST_PAGE * PER_PAGE)), PER_PAGE).get_page(number),
        "query": filters.query,
        "csv_url": filters.onto(reverse("search_csv")),
        "json_url": filters.onto(reverse("search_json")),
        "feed_url": filters.onto(reverse("search_feed")),
        "follow_url": follow_url("zoeken", filters),
    }


def suggestions(request: HttpRequest) -> HttpResponse:
    """Names that begin with what is typed, as a part of the page."""
    try:
        cards = finding.suggest(shelves.reader(), request.GET.get("q", ""))
    except Broken as error:
        shelves.report(error)
        cards = []
    return render(request, "site/search/_suggestions.html", {"found": [found_cards.found(card) for card in cards]})


def search_csv(request: HttpRequest) -> HttpResponse:
    """The results as CSV."""
    return opendata.as_csv("zoeken", COLUMNS, _rows(request))


def search_json(request: HttpRequest) -> HttpResponse:
    """The results as JSON."""
    return opendata.as_json("resultaten", _rows(request))


def search_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest results as a feed."""
    filters = _filters(request)
    filters.chosen.pop("volgorde", None)
    cards = told(_cards(filters, newest_first=True))
    title = _("Zoeken: %(question)s") % {"question": filters.chosen.get("q", _("alles"))}
    return feeds.answer(request, title, reverse("search"), cards, entries, filters=filters)


def _filters(request: HttpRequest) -> Filters:
    filters = Filters(request.GET, NAMES)
    # A question may be longer than a filter: somebody pastes a paragraph.
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    if asked:
        filters.chosen["q"] = asked
    return filters


def _found(filters: Filters, *, skip: int, most: int, newest_first: bool = False) -> tuple[Results, str]:
    shelf = shelves.reader()
    question = asking.read(filters.chosen.get("q", ""))
    if not filters.chosen:
        return Results(), ""
    results = finding.find(
        shelf,
        question,
        chosen={facet: [filters.chosen[name]] for name, (facet, _label) in FACETS.items() if name in filters.chosen},
        newest_first=newest_first or filters.chosen.get("volgorde") == "nieuw",
        skip=skip,
        most=most,
        synonyms=meanings(),
        today=today().toordinal(),
    )
    return results, finding.meant(shelf, question) if results.exact < finding.FEW else ""


def _cards(filters: Filters, *, newest_first: bool = False) -> Sequence[Card]:
    try:
        return _found(filters, skip=0, most=MOST_TAKEN, newest_first=newest_first)[0].cards
    except Broken as error:
        shelves.report(error)
        return []


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    rows = []
    for card in _cards(_filters(request)):
        texts = found_cards.in_language(card)
        values = (found_cards.KINDS.get(card.kind, card.kind), texts["title"], texts["lead"], card.day)
        rows.append(
            dict(zip(COLUMNS, (*map(str, values), request.build_absolute_uri(found_cards.address(card))), strict=True))
        )
    return rows


def _number(typed: str) -> int:
    return min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) else 1


def _options(name: str, facet: str, results: Results) -> list[Option]:
    counts = results.facets.get(facet, {})
    labels = _labels(facet, counts)
    options = [Option(value, labels.get(value, ""), count) for value, count in counts.items() if labels.get(value)]
    if facet == "year":
        return sorted(options, key=lambda one: one.value, reverse=True)
    return sorted(options, key=lambda one: (-one.count, one.label.lower()))


def options(name: str, filters: Filters) -> list[Option]:
    """What the chosen value of a facet is called; nothing is asked of the index."""
    facet = FACETS[name][0]
    return [Option(value, label, 0) for value, label in _labels(facet, {filters.chosen[name]: 0}).items()]


def _labels(facet: str, counts: dict[str, int]) -> dict[str, str]:
    if not counts:
        return {}
    if facet == "kind":
        return {value: str(found_cards.KINDS.get(value, value)) for value in counts}
    if facet == "theme":
        return {one.slug: one.full_title for one in Theme.objects.select_related("scheme")}
    if facet in ("city", "province"):
        return dict(Organisation.objects.filter(slug__in=list(counts)).values_list("slug", "name"))
    if facet == "status":
        kinds = {value: found_cards.kind_of_status(value) for value in counts}
        return {
            value: f"{kinds[value]}: {found_cards.status_label(value)}"
            if not value.startswith(("call.", "event."))
            else found_cards.status_label(value)
            for value in counts
            if found_cards.status_label(value)
        }
    return {value: value for value in counts}


def _active(filters: Filters, shown: list[dict[str, Any]]) -> list[dict[str, str]]:
    chosen = Filters(filters.chosen, FACETS)
    return [
        one
        for one in chosen.active({str(facet["name"]): facet["options"] for facet in shown})
        if one["label"] != filters.chosen.get("q")
    ]


def _orders(filters: Filters) -> list[dict[str, Any]]:
    here = filters.chosen.get("volgorde", "")
    names = {"": _("Beste eerst"), "nieuw": _("Nieuwste eerst")}
    return [
        {
            "label": label,
            "url": Filters({**filters.chosen, "volgorde": value}, NAMES).onto(reverse("search")),
            "here": here == value,
        }
        for value, label in names.items()
    ]
