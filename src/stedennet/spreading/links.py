"""Where the pages are that this room's mails lead to: the site says so when it starts."""

from collections.abc import Callable

Link = Callable[[str, str], str]
"""From a token and a language ("nl" or "en") to a whole address."""
_links: dict[str, Link] = {}


def use(**links: Link) -> None:
    """Say where these pages are: `confirm`, `own` (all of one address) and `stop` (one subscription)."""
    _links.update(links)


def link_to(name: str, token: str, language: str) -> str:
    """The address of the page `name`. Raises KeyError when nobody said where it is."""
    return _links[name](token, language)
