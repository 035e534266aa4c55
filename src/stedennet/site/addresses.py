"""Where each public record has its page; the log knows records, only the site knows addresses."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from stedennet.network.models import Organisation, Theme

PAGES: dict[str, tuple[Any, str]] = {
    "network.theme": (Theme, "theme"),
    "network.organisation": (Organisation, "organisation"),
}


def of_subjects(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The address of each (type, id) that has a page now; one query for each type."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, key in subjects:
        if kind in PAGES:
            wanted[kind].add(key)
    return {
        (kind, str(key)): reverse(PAGES[kind][1], args=[slug])
        for kind, keys in wanted.items()
        for key, slug in PAGES[kind][0].objects.filter(pk__in=keys).values_list("pk", "slug")
    }
