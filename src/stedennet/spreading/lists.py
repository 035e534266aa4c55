"""The lists of the site that can be subscribed to, with their filters: the site registers them when it starts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stedennet.core.errors import Refused
from stedennet.network.models import Organisation, Theme

from .rules.choices import Choice, Kind, choose_list

ItemKey = tuple[str, str]
"""A kind of thing and its key, as the search room names them."""


class NotReady(Exception):
    """What stands in a list cannot be told now; asked again later, nothing is skipped."""


@dataclass(frozen=True)
class List:
    """`fitting` gives which of some things stand in the list with these filters; `in_words` says filters for readers.

    `kinds` are the kinds of things (of the search room) that can stand in it.
    """

    name: str
    label: str | Promise
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    fitting: Callable[[Mapping[str, str], Collection[ItemKey]], set[ItemKey]]
    in_words: Callable[[Mapping[str, str]], list[str]]
    address: Callable[[Mapping[str, str]], str]


_lists: dict[str, List] = {}


def register_list(one: List) -> None:
    """Add a list; the same name again replaces it."""
    _lists[one.name] = one


def find_list(name: str) -> List | None:
    """The list with this name in addresses."""
    return _lists.get(name)


def build_choice(name: str, query: Mapping[str, str]) -> Choice:
    """The choice of a list with its filters. Raises Refused for a list or filter that we do not know."""
    known = find_list(name)
    if known is None or not set(query) <= {*known.names, "q"}:
        raise Refused(_("Deze lijst kennen wij niet."))
    return choose_list(name, query)


def describe_choice(choice: Choice) -> str:
    """A choice for readers, in the language of now; two queries at most, or those of the list."""
    if choice.list:
        known = find_list(choice.list)
        if known is None:
            return choice.list
        return ", ".join([str(known.label), *known.in_words(dict(choice.filters))])
    themes = Theme.objects.filter(slug__in=choice.themes) if choice.themes else ()
    cities = Organisation.objects.filter(slug__in=choice.cities).by_name() if choice.cities else ()
    kinds = [str(Kind(kind).label) for kind in choice.kinds]
    return ", ".join([*kinds, *(one.title for one in themes), *(one.name for one in cities)])


def get_list_url(choice: Choice) -> str:
    """Where the list of a choice stands, as it is filtered; empty when it is no list, or one that is gone."""
    known = find_list(choice.list)
    return known.address(dict(choice.filters)) if known else ""
