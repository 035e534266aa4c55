"""Where the pages are that this room's mails lead to: the site says so when it starts."""

from collections.abc import Callable

Address = Callable[..., str]
_addresses: dict[str, Address] = {}


def use(**addresses: Address) -> None:
    """`own` makes a whole address of a secret and a language, `page`, `edit`, `claim`, `adoptions` of a short name and
    a language, `judge` of a key."""
    _addresses.update(addresses)


def address(name: str, *parts: str) -> str:
    """The whole address of a page. Raises KeyError when nobody said where it is."""
    return _addresses[name](*parts)
