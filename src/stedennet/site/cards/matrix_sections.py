"""The orders of the rows of the matrix: sections with a title, each with its municipalities."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.insight.querysets.municipalities import Municipality

Key = TypeVar("Key", int, str)
Section = tuple[str, list[Municipality]]
STEP_RANKS = {"participant": 0, "candidate": 1, "interested": 1}
"""The section of each step towards taking part; any other step is in the last one."""


def sort_by_participation(municipalities: Sequence[Municipality]) -> list[Section]:
    """Those that take part first, then those that are interested."""
    titles = [_("Doet mee"), _("Heeft belangstelling"), _("Doet nog niet mee")]
    ranked = _group(municipalities, lambda municipality: STEP_RANKS.get(municipality.step, 2))
    return [(titles[rank], ranked[rank]) for rank in sorted(ranked)]


def sort_by_group(municipalities: Sequence[Municipality]) -> list[Section]:
    """By group, the smallest first; a municipality in several stands in the smallest."""
    sizes = Counter(slug for municipality in municipalities for slug, _name in municipality.groups)
    names = dict(group for municipality in municipalities for group in municipality.groups)

    def find_smallest(municipality: Municipality) -> str:
        slugs = [slug for slug, _name in municipality.groups]
        return min(slugs, key=lambda slug: (sizes[slug], slug), default="")

    grouped = _group(municipalities, find_smallest)
    ordered = sorted(grouped, key=lambda slug: (slug == "", sizes[slug], slug))
    return [(names.get(slug) or _("Andere gemeenten"), grouped[slug]) for slug in ordered]


def sort_by_province(municipalities: Sequence[Municipality]) -> list[Section]:
    """By province, in alphabetical order."""
    grouped = _group(municipalities, lambda municipality: municipality.province)
    return [(province or _("Zonder provincie"), grouped[province]) for province in sorted(grouped)]


ORDERS: dict[str, tuple[str | Promise, Callable[[Sequence[Municipality]], list[Section]]]] = {
    "deelname": (gettext_lazy("Wie meedoet eerst"), sort_by_participation),
    "groep": (gettext_lazy("Per samenwerkingsverband"), sort_by_group),
    "provincie": (gettext_lazy("Per provincie"), sort_by_province),
}
"""The orders by their name in the address, with their label; the first is the default."""


def sort_into_sections(municipalities: Sequence[Municipality], order: str) -> list[Section]:
    """The municipalities in the sections of an order; an unknown order is the first."""
    _label, sort = ORDERS.get(order) or next(iter(ORDERS.values()))
    return sort(municipalities)


def _group(
    municipalities: Iterable[Municipality], key: Callable[[Municipality], Key]
) -> dict[Key, list[Municipality]]:
    grouped: defaultdict[Key, list[Municipality]] = defaultdict(list)
    for municipality in municipalities:
        grouped[key(municipality)].append(municipality)
    return grouped
