"""Which feeds a change touches, for the hub: the list of its kind, and that list filtered by each of its themes.

Feeds with other filters are too many to announce; they name no hub, so no reader waits for one. A theme that was
removed from a record is not announced either: readers of that feed see it the next time they poll.
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
    "agenda.indicator": ("indicator_feed", "themes__slug"),
    "challenges.challenge": ("challenge_feed", "themes__slug"),
    "calls.call": ("call_feed", "theme__slug"),
    "publications.articlepage": ("article_feed", "themes__slug"),
    "events.eventpage": ("event_feed", "themes__slug"),
}
"""For each type of the log its feed, and how its themes are found; empty where that list has no such filter."""
ANNOUNCED = {name: {"thema"} if themes else set() for name, themes in LISTS.values()}
"""The feeds announced to the hub, each with the filters it may have."""


def is_announced(name: str, filters: Iterable[str]) -> bool:
    """Whether changes to the feed with this URL name and these filters are announced to the hub."""
    return name in ANNOUNCED and set(filters) <= ANNOUNCED[name]


def find_topics(changes: Sequence[Change]) -> dict[str, list[tuple[str, str]]]:
    """Return the URLs of the feeds that these changes touch.

    The changed records (type, id) are listed under one URL only, so that each is recorded once.
    """
    topics: dict[str, list[tuple[str, str]]] = {}
    for kind, keys in _group_by_kind(changes).items():
        name, path = LISTS[kind]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                base = f"{settings.SITE_URL}{reverse(name)}"
            topics[base] = [(kind, key) for key in keys] if language == settings.LANGUAGE_CODE else []
            topics |= {f"{base}?{urlencode({'thema': slug})}": [] for slug in _find_theme_slugs(kind, path, keys)}
    return topics


def _group_by_kind(changes: Sequence[Change]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        if change.subject_type in LISTS and change.subject_id not in keys[change.subject_type]:
            keys[change.subject_type].append(change.subject_id)
    return keys


def _find_theme_slugs(kind: str, path: str, keys: Sequence[str]) -> list[str]:
    if not path:
        return []
    model: Any = apps.get_model(kind)
    slugs = model._default_manager.filter(pk__in=keys).values_list(path, flat=True)
    return sorted({slug for slug in slugs if slug})
