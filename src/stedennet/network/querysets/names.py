"""Looking up an organisation by what somebody typed: one, none, or several that it may be."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Organisation, OrganisationName
from ..rules.names import normalise_name

MOST_AT_ONCE = 500
"""Names in one query."""


@dataclass(frozen=True)
class NameMatch:
    """What goes by a name: the one organisation, or `choices` when it may be any of several."""

    organisation: Organisation | None = None
    choices: tuple[Organisation, ...] = ()

    @property
    def question(self) -> str:
        """Which is meant? Empty when that is clear, or when there is nothing by that name."""
        if not self.choices:
            return ""
        return _("Welke bedoelt u: %(names)s?") % {"names": " / ".join(one.name for one in self.choices)}


def look_up_organisation(name: str, *, day: dt.date | None = None, kind: str = "") -> NameMatch:
    """The organisation by this name; on `day` (any when None) and of one kind when asked."""
    return look_up_organisations([name], day=day, kind=kind)[name]


def look_up_organisations(names: Iterable[str], *, day: dt.date | None = None, kind: str = "") -> dict[str, NameMatch]:
    """The same for many names: one query for each five hundred."""
    wanted = {name: normalise_name(name) for name in names}
    by_name: dict[str, list[tuple[int, Organisation]]] = defaultdict(list)
    keys = sorted(set(wanted.values()) - {""})
    for start in range(0, len(keys), MOST_AT_ONCE):
        for row in _select_names(keys[start : start + MOST_AT_ONCE], day, kind):
            by_name[row.folded].append((row.rank, row.organisation))
    return {name: _choose_best(by_name.get(folded, [])) for name, folded in wanted.items()}


def _select_names(keys: list[str], day: dt.date | None, kind: str) -> Iterable[OrganisationName]:
    organisations = Organisation.objects.all() if day is None else Organisation.objects.on(day)
    organisations = organisations.of_kind(kind) if kind else organisations
    rows = OrganisationName.objects.filter(folded__in=keys, organisation__in=organisations)
    return rows.select_related("organisation").order_by("organisation__name", "organisation_id")


def _choose_best(rows: list[tuple[int, Organisation]]) -> NameMatch:
    """A full name goes before others: Utrecht is the city, although the province is called that as well."""
    best = min((rank for rank, _one in rows), default=0)
    found = [one for rank, one in rows if rank == best]
    return NameMatch(organisation=found[0]) if len(found) == 1 else NameMatch(choices=tuple(found))


def list_keys_by_name() -> dict[str, list[int]]:
    """For every name the keys of the organisations that go by it, those with it as full name before all others.

    Of what exists and what is dissolved; one query.
    """
    ranked: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for folded, rank, key in OrganisationName.objects.values_list("folded", "rank", "organisation_id"):
        ranked[folded][rank].append(key)
    return {folded: of_rank[min(of_rank)] for folded, of_rank in ranked.items()}
