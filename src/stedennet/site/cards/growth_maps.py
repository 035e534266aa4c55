"""The map of the movement: who leads a theme, who takes part and who is interested, now or at the end of a year."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from statistics import fmean

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.dates import format_day
from stedennet.network.models import Organisation, Theme, ThemeRole
from stedennet.network.querysets.growth import Growth

from ..drawings.maps import Place
from .maps import Layer, build_map

MOVEMENT = (
    Layer("lead", gettext_lazy("trekt een thema")),
    Layer("participant", gettext_lazy("doet ook mee")),
    Layer("interested", gettext_lazy("heeft belangstelling")),
    Layer("other", gettext_lazy("andere gemeente"), is_listed=False),
)
ABOUT_A_THEME = (
    Layer("lead", gettext_lazy("trekt dit thema")),
    Layer("participant", gettext_lazy("werkt mee aan dit thema")),
    Layer("interested", gettext_lazy("volgt dit thema")),
    Layer("other", gettext_lazy("andere gemeente"), is_listed=False),
)
SHARES = (
    Layer("share-3", gettext_lazy("meer dan een kwart van de gemeenten doet mee")),
    Layer("share-2", gettext_lazy("meer dan een tiende doet mee")),
    Layer("share-1", gettext_lazy("minstens één gemeente doet mee")),
    Layer("other", gettext_lazy("nog geen gemeente doet mee")),
)
LAYERS_BY_ROLE = {"lead": "lead", "participant": "participant", "follower": "interested"}
PROVINCES = "provincies"


def build_growth_map(growth: Growth, leads: Mapping[int, list[Theme]]) -> dict[str, object] | None:
    """Return the map of all municipalities at `growth.day`; `leads` are the themes that an organisation leads then."""
    return build_map(
        (_place_in_movement(municipality, growth, leads) for municipality in growth.municipalities),
        MOVEMENT,
        title=_("Kaart: welke gemeenten een thema trekken, meedoen of belangstelling hebben"),
    )


def group_leads(themes: Iterable[Theme]) -> dict[int, list[Theme]]:
    """The themes by the organisation that leads them; `themes` comes from `with_division()`."""
    leads: dict[int, list[Theme]] = {}
    for theme in themes:
        for role in theme.leads_now:
            leads.setdefault(role.organisation_id, []).append(theme)
    return leads


def _place_in_movement(municipality: Organisation, growth: Growth, leads: Mapping[int, list[Theme]]) -> Place:
    name = municipality.name
    if themes := leads.get(municipality.pk):
        titles = " " + _("en") + " "
        title = _("{city} trekt {theme}").format(city=name, theme=titles.join(theme.full_title for theme in themes))
        return _place(municipality, "lead", title, name=name, colour=themes[0].colour)
    if municipality.pk in growth.participants:
        return _place(municipality, "participant", _("{city} doet mee").format(city=name))
    if municipality.pk in growth.interested:
        return _place(municipality, "interested", _("{city} heeft belangstelling").format(city=name))
    return _place(municipality, "other", name)


def _place(municipality: Organisation, layer: str, title: str, *, name: str = "", colour: str = "") -> Place:
    return Place(
        municipality.longitude,
        municipality.latitude,
        code=municipality.code or "",
        layer=layer,
        title=title,
        url=reverse("organisation", args=[municipality.slug]),
        name=name,
        colour=colour,
    )


def build_theme_map(
    theme: Theme, roles: Iterable[ThemeRole], municipalities: Iterable[Organisation]
) -> dict[str, object] | None:
    """Return the map of who leads a theme, takes part in it or follows it, by the `roles` of one day."""
    labels = {
        "lead": _("{city} trekt dit thema"),
        "participant": _("{city} werkt mee"),
        "follower": _("{city} volgt het"),
    }
    found = {role.organisation_id: role.role for role in sorted(roles, key=lambda role: role.role, reverse=True)}

    def place(municipality: Organisation) -> Place:
        role = found.get(municipality.pk)
        if role is None:
            return _place(municipality, "other", municipality.name)
        is_lead = role == "lead"
        return _place(
            municipality,
            LAYERS_BY_ROLE[role],
            labels[role].format(city=municipality.name),
            name=municipality.name if is_lead else "",
            colour=theme.colour if is_lead else "",
        )

    title = _("Kaart: welke gemeenten {theme} trekken, eraan meewerken of het volgen").format(theme=theme.title)
    return build_map(map(place, municipalities), ABOUT_A_THEME, title=title)


def build_province_map(growth: Growth, provinces: Iterable[Organisation]) -> dict[str, object] | None:
    """Return the map of provinces, by the share of their municipalities that take part at `growth.day`."""
    return build_map(
        (_place_province(province, growth) for province in provinces),
        SHARES,
        title=_("Kaart: hoeveel gemeenten meedoen, per provincie"),
        provinces=True,
    )


def _place_province(province: Organisation, growth: Growth) -> Place:
    within = [municipality for municipality in growth.municipalities if municipality.province_id == province.pk]
    taking_part = sum(municipality.pk in growth.participants for municipality in within)
    words = _("{province}: {n} van {total} gemeenten doen mee")
    url = f"{reverse('organisation_list')}?soort=municipality&provincie={province.slug}"
    located = [(m.longitude, m.latitude) for m in within if m.longitude is not None and m.latitude is not None]
    longitude, latitude = (fmean(degrees) for degrees in zip(*located, strict=True)) if located else (None, None)
    return Place(
        longitude,
        latitude,
        code=province.code or "",
        layer=_choose_share(taking_part, len(within)),
        title=words.format(province=province.name, n=taking_part, total=len(within)),
        url=url,
        name=province.brief_name,
    )


def _choose_share(part: int, whole: int) -> str:
    if not part:
        return "other"
    return "share-3" if part * 4 > whole else "share-2" if part * 10 > whole else "share-1"


def build_chosen_map(growth: Growth, themes: list[Theme], chosen: Mapping[str, str]) -> dict[str, object]:
    """Return the map that a reader chose on the page about the movement, and the choices.

    `chosen` has a slug under `thema`, a year under `jaar` and "provincies" under `kaart`; what makes no sense is as
    if it was not chosen. `themes` are all themes.
    """
    years = list(range(growth.first_year + 1, growth.day.year + 1))
    year = next((year for year in years if str(year) == chosen.get("jaar")), growth.day.year)
    day = min(dt.date(year, 12, 31), growth.day)
    theme = next((theme for theme in themes if theme.slug == chosen.get("thema")), None)
    at = replace(growth, day=day)
    by_province = chosen.get("kaart") == PROVINCES and theme is None
    return {
        "map": _draw_chosen(at, theme, by_province=by_province, is_past=day < growth.day),
        "map_past_day": format_day(day) if day < growth.day else "",
        "map_choices": {
            "themes": [{"value": each.slug, "label": each.full_title, "selected": each == theme} for each in themes],
            "years": [{"value": each, "selected": each == year} for each in reversed(years)],
            "by_province": by_province,
            "provinces": PROVINCES,
        },
    }


def _draw_chosen(growth: Growth, theme: Theme | None, *, by_province: bool, is_past: bool) -> dict[str, object] | None:
    if by_province:
        provinces = Organisation.objects.on(growth.day).of_kind("province").order_by("name")
        return build_province_map(growth, provinces)
    roles = ThemeRole.objects.on(growth.day).select_related("theme__scheme").order_by("theme__position", "theme_id")
    if is_past:
        roles = roles.exclude(begins_on=None)  # Nobody knows whether they held then.
    if theme is not None:
        return build_theme_map(theme, roles.filter(theme=theme), growth.municipalities)
    leads: dict[int, list[Theme]] = {}
    for role in roles.filter(role="lead"):
        leads.setdefault(role.organisation_id, []).append(role.theme)
    return build_growth_map(growth, leads)
