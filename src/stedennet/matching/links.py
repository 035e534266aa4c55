"""Where the pages are that this room's mails lead to: the site says so when it starts."""

from collections.abc import Callable

Address = Callable[..., str]
_addresses: dict[str, Address] = {}


def register_urls(**addresses: Address) -> None:
    """`call` makes a whole address of a short name and a language, `off` of a token and a language."""
    _addresses.update(addresses)


def get_url(name: str, *parts: str) -> str:
    """The whole address of a page. Raises KeyError when nobody said where it is."""
    return _addresses[name](*parts)
