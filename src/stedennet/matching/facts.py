"""What is known of organisations, read for many at once: a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stedennet.network.models import Organisation, ThemeRole

from .models import Preference

COLUMNS = ("pk", "name", "slug", "kind", "province_id", "longitude", "latitude", "seat__longitude", "seat__latitude")


@dataclass(frozen=True)
class Known:
    """An organisation as matching sees it. `point` is longitude and latitude in degrees."""

    key: str
    name: str
    slug: str
    kind: str
    province: int | None
    point: tuple[float, float] | None


def organisations(keys: Collection[str], *, day: dt.date) -> dict[str, Known]:
    """Those of these that exist on a day and want to be named; one query."""
    hidden = Preference.objects.filter(named=False).values("organisation")
    rows = Organisation.objects.on(day).filter(pk__in=[int(key) for key in keys]).exclude(pk__in=hidden)
    return {
        str(pk): Known(str(pk), name, slug, kind, province, _point(longitude, latitude) or _point(seat_x, seat_y))
        for pk, name, slug, kind, province, longitude, latitude, seat_x, seat_y in rows.values_list(*COLUMNS)
    }


def roles(themes: Iterable[str], *, day: dt.date) -> dict[str, tuple[str, str]]:
    """The weightiest role of each organisation at one of these themes (slugs), with the theme's slug; one query."""
    rows = ThemeRole.objects.on(day).filter(theme__slug__in=list(themes))
    found: dict[str, tuple[str, str]] = {}
    order = ("lead", "participant", "follower")
    for organisation, role, theme in rows.values_list("organisation", "role", "theme__slug"):
        kept = found.get(str(organisation))
        if kept is None or order.index(role) < order.index(kept[0]):
            found[str(organisation)] = (role, theme)
    return found


def together(owners: Iterable[Collection[str]], with_: str) -> dict[str, int]:
    """How often each organisation did something with this one: `owners` are those of each thing."""
    found: defaultdict[str, int] = defaultdict(int)
    for keys in owners:
        if with_ in keys:
            for key in keys:
                if key != with_:
                    found[key] += 1
    return dict(found)


def _point(longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
    return None if longitude is None or latitude is None else (longitude, latitude)
