"""Search in everything public: results with their facets, and suggestions while somebody types."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.lists.facets import Option
from stedennet.lists.search import SEARCH_FACETS
from stedennet.network.models import Organisation, Theme
from stedennet.search import index_store, retrieval
from stedennet.search.engine import BrokenIndex
from stedennet.search.flows.question_log import record_question
from stedennet.search.flows.synonyms import load_synonyms
from stedennet.search.records import Card
from stedennet.search.retrieval import Results
from stedennet.search.rules import query_syntax

from .. import feeds, open_data
from ..cards import search as search_cards
from ..feeds.search import build_result_entries, keep_dated_results
from ..filters import Filters
from ..follow_links import build_follow_url

PER_PAGE = retrieval.PAGE_SIZE
LAST_PAGE = 50
MOST_TAKEN = 500
"""The most results in a file or feed."""
LONGEST = query_syntax.LONGEST
FACETS = {facet.name: (facet.field, facet.label) for facet in SEARCH_FACETS}
NAMES = (*FACETS, "volgorde")
COLUMNS = ("soort", "titel", "inleiding", "datum", "adres")


def show_search_results(request: HttpRequest) -> HttpResponse:
    """Show the results of a question, a page at a time."""
    filters = _read_filters(request)
    question = filters.chosen.get("q", "")
    try:
        context = build_results_page(filters, _parse_page_number(request.GET.get("pagina", "")))
    except BrokenIndex as error:
        index_store.report_failure(error)
        return render(request, "site/search/page.html", {"q": question, "is_away": True})
    if "pagina" not in request.GET and question:
        record_question(question, language=get_language() or "nl", found=context["total"])
    return render(request, "site/search/page.html", context)


def build_results_page(filters: Filters, number: int) -> dict[str, Any]:
    """Build the context of a page of results. Raises BrokenIndex when the index cannot be read."""
    question = filters.chosen.get("q", "")
    results, correction = _find_results(filters, skip=(number - 1) * PER_PAGE, most=PER_PAGE)
    facets = [
        {"name": name, "label": label, "options": filters.options(name, _options(name, facet, results))}
        for name, (facet, label) in FACETS.items()
    ]
    question_forms = retrieval.find_question_forms(query_syntax.parse_question(question))
    return {
        "q": question,
        "facets": [facet for facet in facets if facet["options"]],
        "active_filters": _list_active_filters(filters, facets),
        "found": [search_cards.build_result_card(card, question_forms) for card in results.cards],
        "total": results.total,
        "exact": results.exact,
        "is_asked": bool(filters.chosen),
        "meant": correction,
        "meant_url": Filters({**filters.chosen, "q": correction}, NAMES).onto(reverse("search")),
        "order": filters.chosen.get("volgorde", ""),
        "orders": _list_orders(filters),
        "page_obj": Paginator(range(min(results.total, LAST_PAGE * PER_PAGE)), PER_PAGE).get_page(number),
        "query": filters.query,
        "csv_url": filters.onto(reverse("search_csv")),
        "json_url": filters.onto(reverse("search_json")),
        "feed_url": filters.onto(reverse("search_feed")),
        "follow_url": build_follow_url("zoeken", filters),
    }


def show_suggestions(request: HttpRequest) -> HttpResponse:
    """Show the names that begin with the typed text, as a fragment of the page."""
    try:
        cards = retrieval.suggest_cards(index_store.open_reader(), request.GET.get("q", ""))
    except BrokenIndex as error:
        index_store.report_failure(error)
        cards = []
    return render(
        request, "site/search/_suggestions.html", {"found": [search_cards.build_result_card(card) for card in cards]}
    )


def search_csv(request: HttpRequest) -> HttpResponse:
    """Export the results as CSV."""
    return open_data.build_csv_response("zoeken", COLUMNS, _rows(request))


def search_json(request: HttpRequest) -> HttpResponse:
    """Export the results as JSON."""
    return open_data.build_json_response("resultaten", _rows(request))


def search_feed(request: HttpRequest) -> HttpResponseBase:
    """Serve the newest results as a feed."""
    filters = _read_filters(request)
    filters.chosen.pop("volgorde", None)
    cards = keep_dated_results(_find_cards(filters, newest_first=True))
    title = _("Zoeken: %(question)s") % {"question": filters.chosen.get("q", _("alles"))}
    return feeds.respond_with_feed(request, title, reverse("search"), cards, build_result_entries, filters=filters)


def _read_filters(request: HttpRequest) -> Filters:
    filters = Filters(request.GET, NAMES)
    # A question may be longer than a filter: somebody pastes a paragraph.
    question = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    if question:
        filters.chosen["q"] = question
    return filters


def _find_results(filters: Filters, *, skip: int, most: int, newest_first: bool = False) -> tuple[Results, str]:
    reader = index_store.open_reader()
    question = query_syntax.parse_question(filters.chosen.get("q", ""))
    if not filters.chosen:
        return Results(), ""
    results = retrieval.find_results(
        reader,
        question,
        chosen={facet: [filters.chosen[name]] for name, (facet, _label) in FACETS.items() if name in filters.chosen},
        newest_first=newest_first or filters.chosen.get("volgorde") == "nieuw",
        skip=skip,
        most=most,
        synonyms=load_synonyms(),
        today=today().toordinal(),
    )
    return results, retrieval.suggest_correction(reader, question) if results.exact < retrieval.FEW_RESULTS else ""


def _find_cards(filters: Filters, *, newest_first: bool = False) -> Sequence[Card]:
    try:
        return _find_results(filters, skip=0, most=MOST_TAKEN, newest_first=newest_first)[0].cards
    except BrokenIndex as error:
        index_store.report_failure(error)
        return []


def _rows(request: HttpRequest) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for card in _find_cards(_read_filters(request)):
        texts = search_cards.choose_texts(card)
        values = (search_cards.KINDS.get(card.kind, card.kind), texts["title"], texts["lead"], card.day)
        rows.append(
            dict(
                zip(
                    COLUMNS, (*map(str, values), request.build_absolute_uri(search_cards.build_url(card))), strict=True
                )
            )
        )
    return rows


def _parse_page_number(typed: str) -> int:
    return min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) else 1


def _options(name: str, facet: str, results: Results) -> list[Option]:
    counts = results.facets.get(facet, {})
    labels = _build_labels(facet, counts)
    options = [Option(value, labels.get(value, ""), count) for value, count in counts.items() if labels.get(value)]
    if facet == "year":
        return sorted(options, key=lambda option: option.value, reverse=True)
    return sorted(options, key=lambda option: (-option.count, option.label.lower()))


def options(name: str, filters: Filters) -> list[Option]:
    """Name the chosen value of a facet, without reading the index."""
    facet = FACETS[name][0]
    return [Option(value, label, 0) for value, label in _build_labels(facet, {filters.chosen[name]: 0}).items()]


def _build_labels(facet: str, counts: dict[str, int]) -> dict[str, str]:
    if not counts:
        return {}
    if facet == "kind":
        return {value: str(search_cards.KINDS.get(value, value)) for value in counts}
    if facet == "theme":
        return {theme.slug: theme.full_title for theme in Theme.objects.select_related("scheme")}
    if facet in ("city", "province"):
        return dict(Organisation.objects.filter(slug__in=list(counts)).values_list("slug", "name"))
    if facet == "status":
        kinds = {value: search_cards.kind_of_status(value) for value in counts}
        return {
            value: f"{kinds[value]}: {search_cards.format_status(value)}"
            if not value.startswith(("call.", "event."))
            else search_cards.format_status(value)
            for value in counts
            if search_cards.format_status(value)
        }
    return {value: value for value in counts}


def _list_active_filters(filters: Filters, facets: list[dict[str, Any]]) -> list[dict[str, str]]:
    chosen = Filters(filters.chosen, FACETS)
    return [
        active
        for active in chosen.active({str(facet["name"]): facet["options"] for facet in facets})
        if active["label"] != filters.chosen.get("q")
    ]


def _list_orders(filters: Filters) -> list[dict[str, object]]:
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
