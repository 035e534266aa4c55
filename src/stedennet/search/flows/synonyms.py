"""Words that mean the same: kept by editors, read by the search."""

from typing import Any

from django.utils.translation import gettext as _

from stedennet.core.errors import NotAllowed
from stedennet.core.records import discard, store
from stedennet.network.access import can_keep_network

from ..finding import Synonyms as Meanings
from ..languages import dutch
from ..models import Synonyms


def can_keep(by: Any) -> bool:
    """Editors may."""
    return can_keep_network(by)


def keep(record: Synonyms, *, by: Any) -> Synonyms:
    """Store a group of words. Raises NotAllowed, and RefusedFields when it says too little."""
    if not can_keep(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    return store(record)


def remove(record: Synonyms, *, by: Any) -> None:
    """Remove a group of words. Raises NotAllowed."""
    if not can_keep(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    discard(record)


def meanings() -> Meanings:
    """Each name (as stems) with the others of its groups (as plain words); one query."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for group in Synonyms.objects.all():
        for name in group.each:
            stems = tuple(dutch().stem_of(word) for word in name)
            found.setdefault(stems, []).extend(other for other in group.each if other != name)
    return found
