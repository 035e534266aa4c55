"""What is known of organisations, read for many at once: a fixed number of queries."""

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
"""Of who has a role at a theme, the weightiest; with more, those who also did something that tells are enough."""


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation as matching sees it. `point` is longitude and latitude in degrees; `province` its key."""

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
    """Those of these that exist on a day and want to be named; of these kinds when some are given. One query."""
    hidden = Preference.objects.filter(named=False).values("organisation")
    rows = Organisation.objects.on(day).filter(pk__in=[int(key) for key in keys]).exclude(pk__in=hidden)
    return _build_organisations(rows.filter(kind__in=list(kinds)) if kinds else rows)


def load_organisations_of_kind(kind: str, *, day: dt.date) -> dict[str, KnownOrganisation]:
    """All organisations of a kind that exist on a day and want to be named; one query."""
    hidden = Preference.objects.filter(named=False).values("organisation")
    return _build_organisations(Organisation.objects.on(day).of_kind(kind).exclude(pk__in=hidden))


def load_organisation(organisation: Organisation) -> KnownOrganisation:
    """One organisation, also when it does not want to be named: it is the one that asks. One query."""
    return _build_organisations(Organisation.objects.filter(pk=organisation.pk))[str(organisation.pk)]


def load_roles(themes: Iterable[str], *, day: dt.date, also: Collection[str] = ()) -> dict[str, tuple[str, str]]:
    """The weightiest role at one of these themes (slugs), with the theme's slug; one query.

    Of the leads and participants, the first `MOST_ROLES`; of the organisations in `also` every role.
    """
    order = Case(*(When(role=role, then=Value(n)) for n, role in enumerate(ROLES)), output_field=IntegerField())
    rows = ThemeRole.objects.on(day).filter(theme__slug__in=list(themes))
    first = rows.exclude(role="follower").order_by(order, "pk").values("pk")[:MOST_ROLES]
    wanted = rows.filter(Q(pk__in=first) | Q(organisation__in=[int(key) for key in also]))
    found: dict[str, tuple[str, str]] = {}
    for organisation, role, theme in wanted.order_by(order, "pk").values_list("organisation", "role", "theme__slug"):
        found.setdefault(str(organisation), (role, theme))
    return found


def _build_organisations(rows: QuerySet[Organisation]) -> dict[str, KnownOrganisation]:
    return {
        str(pk): KnownOrganisation(
            str(pk), name, slug, kind, own or of_seat, _build_point(x, y) or _build_point(seat_x, seat_y), people
        )
        for pk, name, slug, kind, own, of_seat, x, y, seat_x, seat_y, people in rows.values_list(*COLUMNS)
    }


def _build_point(longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
    return None if longitude is None or latitude is None else (longitude, latitude)
