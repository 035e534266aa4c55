"""Facts about many organisations at once, in a fixed number of queries."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from stedennet.network.models import Organisation, ThemeRole

from .models import Preference
from .rules.factors import ROLES

COLUMNS = (
    "pk", "name", "slug", "kind", "province_id", "seat__province_id", "longitude", "latitude", "seat__longitude",
    "seat__latitude", "population",
)  # fmt: skip
MOST_ROLES = 200
"""Maximum number of roles loaded for a call's themes, heaviest first, besides those of organisations with a record."""


@dataclass(frozen=True)
class KnownOrganisation:
    """The facts about an organisation that matching needs.

    `point` is longitude and latitude in degrees; `province` is the key of its province.
    """

    key: str
    name: str
    slug: str
    kind: str
    province: int | None
    point: tuple[float, float] | None
    population: int | None = None


def load_organisations(
    keys: Collection[str], *, day: dt.date, kinds: Collection[str] = ()
) -> dict[str, KnownOrganisation]:
    """Load those of `keys` that exist on `day`, agree to be named and are of `kinds` (empty for any). One query."""
    hidden = Preference.objects.filter(named=False).values("organisation")
    rows = Organisation.objects.on(day).filter(pk__in=[int(key) for key in keys]).exclude(pk__in=hidden)
    return _build_organisations(rows.filter(kind__in=list(kinds)) if kinds else rows)


def load_organisations_of_kind(kind: str, *, day: dt.date) -> dict[str, KnownOrganisation]:
    """Load all organisations of a kind that exist on `day` and agree to be named. One query."""
    hidden = Preference.objects.filter(named=False).values("organisation")
    return _build_organisations(Organisation.objects.on(day).of_kind(kind).exclude(pk__in=hidden))


def load_organisation(organisation: Organisation) -> KnownOrganisation:
    """Load one organisation, even if it declined to be named: it is the one being matched. One query."""
    return _build_organisations(Organisation.objects.filter(pk=organisation.pk))[str(organisation.pk)]


def load_roles(themes: Iterable[str], *, day: dt.date, also: Collection[str] = ()) -> dict[str, tuple[str, str]]:
    """Load each organisation's weightiest role for one of these themes, with the theme's slug. One query.

    Covers the first `MOST_ROLES` leads and participants, and every role of the organisations in `also`.
    """
    order = Case(*(When(role=role, then=Value(n)) for n, role in enumerate(ROLES)), output_field=IntegerField())
    rows = ThemeRole.objects.on(day).filter(theme__slug__in=list(themes))
    weightiest = rows.exclude(role="follower").order_by(order, "pk").values("pk")[:MOST_ROLES]
    selected = rows.filter(Q(pk__in=weightiest) | Q(organisation__in=[int(key) for key in also]))
    roles: dict[str, tuple[str, str]] = {}
    for organisation, role, theme in selected.order_by(order, "pk").values_list("organisation", "role", "theme__slug"):
        roles.setdefault(str(organisation), (role, theme))
    return roles


def _build_organisations(rows: QuerySet[Organisation]) -> dict[str, KnownOrganisation]:
    values = rows.values_list(*COLUMNS)
    return {
        str(pk): KnownOrganisation(
            str(pk),
            name,
            slug,
            kind,
            province or seat_province,
            _build_point(x, y) or _build_point(seat_x, seat_y),
            population,
        )
        for pk, name, slug, kind, province, seat_province, x, y, seat_x, seat_y, population in values
    }


def _build_point(longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
    return None if longitude is None or latitude is None else (longitude, latitude)
