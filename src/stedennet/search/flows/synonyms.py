"""Synonyms: edited by editors, read by the search."""

from functools import lru_cache

from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed
from stedennet.core.records import discard_record, store_record
from stedennet.network.access import can_edit_network

from ..analysers import get_dutch_analyser
from ..models import Synonyms
from ..retrieval import SynonymMap


def can_edit_synonyms(by: Actor) -> bool:
    """Whether `by` may edit synonyms: editors."""
    return can_edit_network(by)


def save_synonyms(record: Synonyms, *, by: Actor) -> Synonyms:
    """Store a group of words. Raises NotAllowed, or RefusedFields when it has fewer than two names."""
    if not can_edit_synonyms(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    return store_record(record)


def remove_synonyms(record: Synonyms, *, by: Actor) -> None:
    """Remove a group of words. Raises NotAllowed."""
    if not can_edit_synonyms(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    discard_record(record)


def load_synonyms() -> SynonymMap:
    """Map each name (as stems) to the other names of its groups (as plain words). One query."""
    return _build_synonym_map(tuple(Synonyms.objects.order_by("pk").values_list("words", flat=True)))


@lru_cache(4)
def _build_synonym_map(groups: tuple[str, ...]) -> SynonymMap:
    # Stemmed once per process for each state of the list.
    synonyms: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for words in groups:
        names = Synonyms(words=words).each
        for name in names:
            stems = tuple(get_dutch_analyser().stem_of(word) for word in name)
            synonyms.setdefault(stems, []).extend(other for other in names if other != name)
    return synonyms
