"""The names of all initiatives, to find those that resemble one: made once, and again when one changed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max

from stedennet.network.models import Organisation

from ..models import Initiative
from ..rules.look_alikes import LookAlike, NameIndex, extract_words

MAX_COMPARED = 400
"""How many of the newest on a theme are compared."""

_cache: dict[str, Any] = {}


def find_look_alikes(name: str, *, without: int | None = None) -> Sequence[LookAlike]:
    """The published initiatives whose name resembles this one most, at most three."""
    return [one for one in _get_index().like(name[:150], most=4) if one.key != without][:3]


def _get_index() -> NameIndex:
    rows = Initiative.objects.published()
    state = rows.aggregate(n=Count("pk"), newest=Max("changed_at"))
    if _cache.get("state") != state:
        cities = Organisation.objects.of_kind("municipality").values_list("name", flat=True)
        index = NameIndex(rows.order_by("pk").values_list("pk", "title"), leave_out=cities)
        _cache.update(state=state, index=index)
    found: NameIndex = _cache["index"]
    return found


def find_similar(initiative: Initiative, *, most: int = 4) -> list[Initiative]:
    """Others on one of its themes, those with the most words in common first; a few queries."""
    keys = [theme.pk for theme in initiative.themes.all()]
    rows = Initiative.objects.published().filter(themes__in=keys).exclude(pk=initiative.pk)
    candidates = rows.order_by("-published_at", "-id").values_list("pk", "title", "summary")[:MAX_COMPARED]
    own = set(extract_words(f"{initiative.title} {initiative.summary}"))
    shared = {pk: len(own & set(extract_words(f"{title} {summary}"))) for pk, title, summary in candidates}
    best = sorted(shared, key=lambda key: -shared[key])[:most]
    found = Initiative.objects.in_bulk(best)
    return [found[key] for key in best]
