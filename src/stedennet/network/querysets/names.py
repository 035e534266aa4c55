"""Looking up organisations by a typed name, which may match none, one or several."""

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stedennet.core.import_plans import NameIndex

from ..models import Organisation, OrganisationName, Theme
from ..rules.names import ORGANISATIONS, THEMES, normalise_name

MOST_AT_ONCE = 500
"""Maximum number of names in one query."""

CLOSE = 0.78
"""How much a name has to resemble what was typed to be suggested, from 0 to 1."""


FORMER = 100
"""Added to the rank of a name whose organisation merged into the one that is found: today's names come first."""


@dataclass(frozen=True)
class NameMatch:
    """The organisation with a name, or `choices` when several have it."""

    organisation: Organisation | None = None
    choices: tuple[Organisation, ...] = ()

    @property
    def question(self) -> str:
        """The question which of the choices is meant; empty when there are none."""
        if not self.choices:
            return ""
        return _("Welke bedoelt u: %(names)s?") % {
            "names": " / ".join(organisation.name for organisation in self.choices)
        }


def look_up_organisation(name: str, *, day: dt.date | None = None, kind: str = "") -> NameMatch:
    """Look up one name, among the organisations on `day` (None for any day) and of `kind` (empty for any kind).

    On a day, the name of an organisation that merged into another by then finds the other one.
    """
    return look_up_organisations([name], day=day, kind=kind)[name]


def suggest_organisations(name: str, *, day: dt.date, kind: str = "", most: int = 3) -> list[str]:
    """The names, best first, of organisations on `day` that somebody who typed `name` may have meant.

    What an organisation that has ended became comes first. Two queries.
    """
    ended = look_up_organisation(name, kind=kind).organisation
    heir = ended.heir_on(day) if ended else None
    organisations = Organisation.objects.on(day)
    rows = OrganisationName.objects.filter(organisation__in=organisations.of_kind(kind) if kind else organisations)
    by_name = dict(rows.order_by("-rank").values_list("folded", "organisation__name"))
    close = difflib.get_close_matches(normalise_name(name), by_name, n=most, cutoff=CLOSE)
    return list(dict.fromkeys([*([heir.name] if heir else []), *(by_name[folded] for folded in close)]))[:most]


def look_up_organisations(names: Iterable[str], *, day: dt.date | None = None, kind: str = "") -> dict[str, NameMatch]:
    """Look up many names at once, with one query for each `MOST_AT_ONCE`."""
    folded_names = {name: normalise_name(name) for name in names}
    by_name: dict[str, list[tuple[int, Organisation]]] = defaultdict(list)
    keys = sorted(set(folded_names.values()) - {""})
    for start in range(0, len(keys), MOST_AT_ONCE):
        for row in _select_names(keys[start : start + MOST_AT_ONCE], day, kind):
            organisation = row.organisation if day is None else _find_heir(row.organisation, day)
            rank = row.rank if organisation == row.organisation else row.rank + FORMER
            by_name[row.folded].append((rank, organisation))
    return {name: _choose_best(by_name.get(folded, [])) for name, folded in folded_names.items()}


def _select_names(keys: list[str], day: dt.date | None, kind: str) -> Iterable[OrganisationName]:
    organisations = Organisation.objects.all() if day is None else Organisation.objects.on(day)
    organisations = organisations.of_kind(kind) if kind else organisations
    if day is not None:
        organisations = Organisation.objects.with_predecessors(organisations.order_by().values("pk"), day=day)
    rows = OrganisationName.objects.filter(folded__in=keys, organisation__in=organisations)
    named = rows.select_related("organisation__successor__successor")
    return named.order_by("organisation__name", "organisation_id").distinct()


def _find_heir(organisation: Organisation, day: dt.date) -> Organisation:
    """The organisation itself, or the one that it went up in by this day, at the end of the chain."""
    heir = organisation.heir_on(day)
    return _find_heir(heir, day) if heir else organisation


def _choose_best(rows: list[tuple[int, Organisation]]) -> NameMatch:
    """Prefer full names over others: “Utrecht” is the city, although the province is called that too."""
    best_rank = min((rank for rank, _organisation in rows), default=0)
    best = list(dict.fromkeys(organisation for rank, organisation in rows if rank == best_rank))
    return NameMatch(organisation=best[0]) if len(best) == 1 else NameMatch(choices=tuple(best))


def list_keys_by_name() -> dict[str, list[int]]:
    """List the keys of the organisations by every name; where a name is somebody's full name, only theirs.

    Includes dissolved organisations. One query.
    """
    ranked: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for folded, rank, key in OrganisationName.objects.values_list("folded", "rank", "organisation_id"):
        ranked[folded][rank].append(key)
    return {folded: keys_by_rank[min(keys_by_rank)] for folded, keys_by_rank in ranked.items()}


def load_name_indexes() -> dict[str, NameIndex]:
    """The names of organisations and themes as they are written in spreadsheets, read once."""
    organisations = Organisation.objects.values_list("pk", "slug", "name")
    return {
        ORGANISATIONS: NameIndex(organisations, spoken=list_keys_by_name(), folded=normalise_name),
        THEMES: NameIndex(Theme.objects.values_list("pk", "slug", "name")),
    }
