"""Addresses of our pages and documents, and what each stands for; the site registers them at start-up."""

from collections.abc import Callable
from typing import Any

Address = Callable[..., str]
_addresses: dict[str, Address] = {}
_resolvers: list[Callable[[str], tuple[str, str] | None]] = []


def register_urls(*, meaning: Callable[[str], tuple[str, str] | None], **addresses: Address) -> None:
    """Each gives a whole address.

    account, inbox, outbox, followers and icon (of an account's name), shared_inbox, post and activity (of a key),
    home (of a language), theme (of a slug and a language), page (of a record's type, key and language; empty when it
    has none). `meaning` is the way back: ("account", name) or ("post", key), None for what is not ours.
    """
    _addresses.update(addresses)
    _resolvers[:] = [meaning]


def get_url(name: str, *args: Any) -> str:
    """The address `name`. Raises KeyError when nobody said where it is."""
    return _addresses[name](*args)


def resolve_url(url: str) -> tuple[str, str] | None:
    """Resolve one of our addresses; None if it is not ours."""
    return _resolvers[0](url)
