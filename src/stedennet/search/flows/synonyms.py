"""Words that mean the same: kept by editors, read by the search."""

from functools import lru_cache

from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed
from stedennet.core.records import discard, store
from stedennet.network.access import can_keep_network

from ..finding import Synonyms as Meanings
from ..languages import dutch
from ..models import Synonyms


def can_keep(by: Actor) -> bool:
    """Editors may."""
    return can_keep_network(by)


def keep(record: Synonyms, *, by: Actor) -> Synonyms:
    """Store a group of words. Raises NotAllowed, and RefusedFields when it says too little."""
    if not can_keep(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    return store(record)


def remove(record: Synonyms, *, by: Actor) -> None:
    """Remove a group of words. Raises NotAllowed."""
    if not can_keep(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    discard(record)


def meanings() -> Meanings:
    """Each name (as stems) with the others of its groups (as plain words); one query."""
    return _meanings(tuple(Synonyms.objects.order_by("pk").values_list("words", flat=True)))


@lru_cache(4)
def _meanings(groups: tuple[str, ...]) -> Meanings:
    # Cut into stems once for each process and each state of the list.
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for words in groups:
        names = Synonyms(words=words).each
        for name in names:
            stems = tuple(dutch().stem_of(word) for word in name)
            found.setdefault(stems, []).extend(other for other in names if other != name)
    return found
