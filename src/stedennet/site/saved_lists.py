"""The lists that people can subscribe to: their contents, and their filters in words. For the room `spreading`."""

from collections.abc import Callable, Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.changes.models import Change
from stedennet.lists.declarations import List as Declared
from stedennet.lists.facets import Option
from stedennet.lists.registry import LISTS
from stedennet.network.models import Organisation, Theme
from stedennet.search import index_store, retrieval
from stedennet.search.engine import BrokenIndex, IndexReader
from stedennet.search.flows.synonyms import load_synonyms
from stedennet.search.rules import query_syntax
from stedennet.spreading import lists
from stedennet.spreading.lists import ItemKey, List, NotReady

from . import followed
from .filters import Filters
from .views import search

Chosen = Mapping[str, str]
AT_ONCE = 500
PLACES = ("stad", "provincie", "organisatie")
"""Filters whose values are short names of organisations."""


def register_saved_lists() -> None:
    """Register every list with filters in the room `spreading`."""
    for declared in LISTS:
        if declared.facets:
            lists.register_list(_saved(declared))
    facets = tuple(search.FACETS)
    labels = {name: label for name, (_facet, label) in search.FACETS.items()}
    kinds = (
        "theme",
        "organisation",
        "strategy",
        "challenge",
        "edition",
        "action",
        "indicator",
        "initiative",
        "call",
        "article",
        "event",
    )
    lists.register_list(followed.build_saved_list())
    lists.register_list(
        List(
            "zoeken",
            gettext_lazy("Zoeken"),
            facets,
            kinds,
            _found,
            _said(facets, labels, search.options),
            _at("search"),
        )
    )


def _saved(declared: Declared) -> List:
    def fitting(chosen: Chosen, items: Collection[ItemKey]) -> set[ItemKey]:
        keys = [key for kind, key in items if kind == declared.kind]
        return {(declared.kind, key) for key in declared.keys_of(chosen, keys)} if keys else set()

    def options(name: str, filters: Filters) -> list[Option]:
        return declared.options(name, filters.chosen)

    labels = {facet.name: facet.label for facet in declared.facets}
    in_words, address = _said(declared.facet_names, labels, options), _at(declared.page)
    return List(
        declared.name, declared.saved_label, declared.facet_names, (declared.kind,), fitting, in_words, address
    )


def _found(chosen: Chosen, items: Collection[ItemKey]) -> set[ItemKey]:
    """Return which of `items` match all words of the query. Raises NotReady while the index is behind the log."""
    try:
        reader = index_store.open_reader()
        is_behind = Change.objects.after(index_store.position_of(index_store.find_current_index())).exists()
        if is_behind:
            raise NotReady("the index is behind the log")
        return _asked(reader, chosen) & set(items)
    except BrokenIndex as error:
        index_store.report_failure(error)
        raise NotReady(str(error)) from error


def _asked(reader: IndexReader, chosen: Chosen) -> set[ItemKey]:
    question = query_syntax.parse_question(chosen.get("q", ""))
    facets = {facet: [chosen[name]] for name, (facet, _label) in search.FACETS.items() if name in chosen}
    keys: set[ItemKey] = set()
    for offset in range(0, 100 * AT_ONCE, AT_ONCE):
        results = retrieval.find_results(
            reader, question, chosen=facets, synonyms=load_synonyms(), skip=offset, most=AT_ONCE
        )
        exact = results.cards[: max(results.exact - offset, 0)]
        keys |= {(card.kind, card.key) for card in exact}
        if offset + AT_ONCE >= results.exact:
            break
    return keys


def _said(
    names: Iterable[str], labels: Mapping[str, str | Promise], options: Callable[[str, Filters], list[Option]]
) -> Callable[[Chosen], list[str]]:
    """Return a function that puts the filters of a list in words, such as “Thema: Smart Mobility”."""

    def in_words(chosen: Chosen) -> list[str]:
        filters = Filters(chosen, names)
        phrases = [f"{labels[name]}: {_label(name, value, options, filters)}" for name, value in _named(filters)]
        return [*phrases, *([_("met de woorden “%(words)s”") % {"words": chosen["q"]}] if chosen.get("q") else [])]

    return in_words


def _named(filters: Filters) -> list[tuple[str, str]]:
    return [(name, value) for name, value in filters.chosen.items() if name != "q"]


def _label(name: str, value: str, options: Callable[[str, Filters], list[Option]], filters: Filters) -> str:
    # By their name, not as an option: a filter that shows nothing yet can be followed too.
    if name == "thema" and (theme := Theme.objects.select_related("scheme").filter(slug=value).first()):
        return theme.full_title
    if name in PLACES and (place := Organisation.objects.filter(slug=value).first()):
        return place.name
    return next((option.label for option in options(name, filters) if option.value == value and option.label), value)


def _at(page: str) -> Callable[[Chosen], str]:
    return lambda chosen: Filters(chosen, chosen).onto(reverse(page))
