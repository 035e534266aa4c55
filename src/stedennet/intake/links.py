"""Where the pages are that mails of this room lead to: the site says so when it starts."""

from collections.abc import Callable

Link = Callable[[str, str], str]
"""From a token or a key, and a language ("nl" or "en"), to a whole address."""

_links: dict[str, Link] = {}


def use(name: str, link: Link) -> None:
    """Say where the page `name` is: "confirm" (a token) or "moderate" (the key of a submission)."""
    _links[name] = link


def link_to(name: str, key: str, language: str) -> str:
    """The address of the page `name`. Raises KeyError when nobody said where it is."""
    return _links[name](key, language)
