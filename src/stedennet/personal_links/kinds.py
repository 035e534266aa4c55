"""The kinds of personal links: each room registers its own when it starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature
from django.utils.functional import Promise

from .signers import LinkSigner


@dataclass(frozen=True)
class Holder:
    """The person a link belongs to: e-mail address, language, the title of what it is for, and its current URL."""

    email: str
    language: str
    title: str
    url: str


@dataclass(frozen=True)
class LinkKind:
    """A kind of personal link.

    `holder` finds the holder of the link with a signed value, None when there is none (any more); `values_of` lists
    the values for which an e-mail address has links.
    """

    signer: LinkSigner
    label: str | Promise
    holder: Callable[[str], Holder | None]
    values_of: Callable[[str], Iterable[str]]

    @property
    def name(self) -> str:
        """The name of the kind."""
        return self.signer.kind


_kinds: dict[str, LinkKind] = {}


def register_link_kind(kind: LinkKind) -> None:
    """Add a kind; the same name again replaces it."""
    _kinds[kind.name] = kind


def get_registered_link_kinds() -> dict[str, LinkKind]:
    """All kinds by name."""
    return dict(_kinds)


def find_link_kind(token: str) -> tuple[LinkKind, str] | None:
    """The kind of a token and the value that it signs; None when the token is not ours, expired or replaced."""
    for kind in _kinds.values():
        try:
            return kind, kind.signer.unsign(token)
        except BadSignature:
            continue
    return None
