"""All personal links: each room registers its declarations when it starts."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from stedennet.core.access import Actor

from .addresses import check_addresses
from .links import PersonalLink, Reissue, SignedLink, StoredLink
from .row_keys import Record

_links: dict[str, PersonalLink] = {}
_reissue_flows: dict[str, Callable[..., object]] = {}


def register_signed_link(link: SignedLink) -> None:
    """Register a declaration. Raises ImproperlyConfigured when its purpose or its salt is taken."""
    taken = {other.salt for other in _links.values() if other is not link}
    if link.salt in taken:
        raise ImproperlyConfigured(f"The salt of personal link “{link.purpose}” is taken.")
    _register_link(link)


def register_stored_link(link: StoredLink[Record], *, reissue: Callable[[Record, Actor], object] | None) -> None:
    """Register a declaration, with the flow that ends a row's link and mails a new one to the same address.

    Raises ImproperlyConfigured when its purpose is taken, or when the flow does not go with what is declared.
    """
    if (reissue is None) != (link.reissue is Reissue.NOBODY) or link.reissue is Reissue.HOLDER:
        raise ImproperlyConfigured(f"Personal link “{link.purpose}” does not go with its flow to reissue it.")
    _register_link(link)
    if reissue is not None:
        _reissue_flows[link.purpose] = reissue


def _register_link(link: PersonalLink) -> None:
    if _links.setdefault(link.purpose, link) is not link:
        raise ImproperlyConfigured(f"Personal link “{link.purpose}” is declared twice.")


def get_personal_links() -> dict[str, PersonalLink]:
    """All declarations, by purpose."""
    return dict(_links)


def get_reissue_flow(link: StoredLink[Record]) -> Callable[[Record, Actor], object]:
    """The flow that reissues a stored link. Raises KeyError when it cannot be reissued."""
    return _reissue_flows[link.purpose]


def check_personal_links() -> None:
    """Raises ImproperlyConfigured unless every declared link, and no other, has a page."""
    check_addresses(set(_links))
