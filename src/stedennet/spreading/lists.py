"""Public lists that people can subscribe to, with filters. The site registers them when it starts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stedennet.core.errors import Refused
from stedennet.network.models import Organisation, Theme

from .rules.choices import Choice, Kind, choose_list

ItemKey = tuple[str, str]
"""Kind and key of an item, as in the search room."""


class NotReady(Exception):
    """The contents of a list are not available now. The digest is tried again later; nothing is skipped."""


@dataclass(frozen=True)
class List:
    """A list with filters. `names` are its filter names, `kinds` the kinds of items (of the search room) in it.

    A list that `is_one_thing` holds one record with what is about it: its filters say which, and without them it is
    nothing. `find_matching` returns which of some items are in the list with these filters, `describe_filters` the
    filters in words, and `get_url` the path of the filtered list.
    """

    name: str
    label: str | Promise
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    find_matching: Callable[[Mapping[str, str], Collection[ItemKey]], set[ItemKey]]
    describe_filters: Callable[[Mapping[str, str]], list[str]]
    get_url: Callable[[Mapping[str, str]], str]
    is_one_thing: bool = False


_lists: dict[str, List] = {}


def register_list(public_list: List) -> None:
    """Register a list; replaces one with the same name."""
    _lists[public_list.name] = public_list


def find_list(name: str) -> List | None:
    """Return the list with this name in URLs, or None."""
    return _lists.get(name)


def build_choice(name: str, query: Mapping[str, str]) -> Choice:
    """Build the choice for a list with filters. Raises Refused for an unknown list or filter."""
    public_list = find_list(name)
    if public_list is None or not set(query) <= {*public_list.names, "q"}:
        raise Refused(_("Deze lijst kennen wij niet."))
    return choose_list(name, query)


def describe_choice(choice: Choice) -> str:
    """Describe a choice in the active language; two queries at most, or those of the list."""
    if choice.list:
        public_list = find_list(choice.list)
        if public_list is None:
            return choice.list
        words = public_list.describe_filters(dict(choice.filters))
        return ", ".join(words if public_list.is_one_thing and words else [str(public_list.label), *words])
    themes = Theme.objects.filter(slug__in=choice.themes) if choice.themes else ()
    organisations = Organisation.objects.filter(slug__in=choice.cities).by_name() if choice.cities else ()
    kinds = [str(Kind(kind).label) for kind in choice.kinds]
    names = [*(theme.clear_title for theme in themes), *(organisation.name for organisation in organisations)]
    return ", ".join([*kinds, *names])


def get_list_url(choice: Choice) -> str:
    """Return the path of the filtered list of a choice; empty without a list, or when it no longer exists."""
    public_list = find_list(choice.list)
    return public_list.get_url(dict(choice.filters)) if public_list else ""
