"""Addresses of the pages that this room's mails link to; the site registers them when it starts."""

from collections.abc import Callable

Address = Callable[..., str]
_addresses: dict[str, Address] = {}


def register_urls(**addresses: Address) -> None:
    """Register builders of absolute URLs: `call` from a slug and a language, `off` from a token and a language."""
    _addresses.update(addresses)


def get_url(name: str, *parts: str) -> str:
    """The absolute URL of a page. Raises KeyError when its builder is not registered."""
    return _addresses[name](*parts)
