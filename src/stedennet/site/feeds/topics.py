"""Which feeds a change touches, for the hub: the list of its kind, and that list for each of its themes.

Feeds with other filters are too many to tell of; they name no hub, so that nobody waits for it. A theme that a thing
no longer has is not told either: readers of that feed see it when they ask again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from stedennet.changes.models import Change

LISTS = {
    "network.theme": ("theme_feed", ""),
    "network.organisation": ("organisation_feed", "theme_roles__theme__slug"),
    "agenda.action": ("agenda_feed", "commitments__themes__slug"),
    "agenda.edition": ("edition_feed", ""),
    "agenda.progressreport": ("report_feed", ""),
    "initiatives.initiative": ("initiative_feed", "themes__slug"),
    "calls.call": ("call_feed", "theme__slug"),
    "publications.articlepage": ("article_feed", "themes__slug"),
    "events.eventpage": ("event_feed", "themes__slug"),
}
"""For each type of the log its feed, and how its themes are found; empty where that list has no such filter."""
ANNOUNCED = {name: {"thema"} if themes else set() for name, themes in LISTS.values()}
"""The feeds that the hub is told of, each with the filters that it may have then."""


def is_announced(name: str, filters: Iterable[str]) -> bool:
    """Whether the hub hears of the feed with this name and these filters."""
    return name in ANNOUNCED and set(filters) <= ANNOUNCED[name]


def find_topics(changes: Sequence[Change]) -> dict[str, list[tuple[str, str]]]:
    """The addresses of the feeds that these lines touch; what changed stands at one of them, to be noted once."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, keys in _group_by_kind(changes).items():
        name, path = LISTS[kind]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                base = f"{settings.SITE_URL}{reverse(name)}"
            found[base] = [(kind, key) for key in keys] if language == settings.LANGUAGE_CODE else []
            found |= {f"{base}?{urlencode({'thema': slug})}": [] for slug in _find_theme_slugs(kind, path, keys)}
    return found


def _group_by_kind(changes: Sequence[Change]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for one in changes:
        if one.subject_type in LISTS and one.subject_id not in keys[one.subject_type]:
            keys[one.subject_type].append(one.subject_id)
    return keys


def _find_theme_slugs(kind: str, path: str, keys: Sequence[str]) -> list[str]:
    if not path:
        return []
    model: Any = apps.get_model(kind)
    slugs = model._default_manager.filter(pk__in=keys).values_list(path, flat=True)
    return sorted({slug for slug in slugs if slug})
