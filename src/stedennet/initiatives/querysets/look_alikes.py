"""Initiatives with a similar name. The index of all names is built once, and again when an initiative changed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max

from stedennet.network.models import Organisation

from ..models import Initiative
from ..rules.look_alikes import LookAlike, NameIndex, extract_words

MAX_COMPARED = 400
"""The number of newest initiatives on a theme that are compared."""

_cache: dict[str, Any] = {}


def find_look_alikes(name: str, *, without: int | None = None) -> Sequence[LookAlike]:
    """The published initiatives whose name resembles this one most, at most three; `without` is a key to skip."""
    return [found for found in _get_index().like(name[:150], most=4) if found.key != without][:3]


def _get_index() -> NameIndex:
    rows = Initiative.objects.published()
    state = rows.aggregate(n=Count("pk"), newest=Max("changed_at"))
    if _cache.get("state") != state:
        cities = Organisation.objects.of_kind("municipality").values_list("name", flat=True)
        index = NameIndex(rows.order_by("pk").values_list("pk", "title"), leave_out=cities)
        _cache.update(state=state, index=index)
    cached: NameIndex = _cache["index"]
    return cached


def find_similar(initiative: Initiative, *, most: int = 4) -> list[Initiative]:
    """Other initiatives with a shared theme, those with the most words in common first; two queries."""
    theme_keys = [theme.pk for theme in initiative.themes.all()]
    rows = Initiative.objects.published().filter(themes__in=theme_keys).exclude(pk=initiative.pk)
    candidates = rows.order_by("-published_at", "-id").values_list("pk", "title", "summary")[:MAX_COMPARED]
    own_words = set(extract_words(f"{initiative.title} {initiative.summary}"))
    shared_counts = {
        pk: len(own_words & set(extract_words(f"{title} {summary}"))) for pk, title, summary in candidates
    }
    best = sorted(shared_counts, key=lambda key: -shared_counts[key])[:most]
    by_key = Initiative.objects.in_bulk(best)
    return [by_key[key] for key in best]
