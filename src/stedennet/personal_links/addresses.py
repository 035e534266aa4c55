"""Where the page behind each personal link is; the site registers this at start-up."""

from collections.abc import Callable, Mapping

from django.core.exceptions import ImproperlyConfigured

Address = Callable[[str, str], str]
"""From a token and a language ("nl" or "en") to a whole address."""
_addresses: dict[str, Address] = {}


def register_addresses(addresses: Mapping[str, Address]) -> None:
    """Register the address of every purpose."""
    _addresses.clear()
    _addresses.update(addresses)


def build_address(purpose: str, token: str, language: str) -> str:
    """The address of the page behind this token. Raises KeyError when it is not registered."""
    return _addresses[purpose](token, language)


def check_addresses(purposes: set[str]) -> None:
    """Raises ImproperlyConfigured unless every declared purpose has an address, and no unknown purpose has one."""
    if unknown := _addresses.keys() - purposes:
        raise ImproperlyConfigured(f"No room declares these personal links: {', '.join(sorted(unknown))}.")
    if missing := purposes - _addresses.keys():
        raise ImproperlyConfigured(f"These personal links have no address: {', '.join(sorted(missing))}.")
