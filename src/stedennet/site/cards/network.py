"""What templates show of the network's records: plain values with their addresses."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlparse

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text

from ..drawings.maps import Place, draw_dot_map


def build_organisation_card(one: Any) -> dict[str, Any]:
    """An organisation as a link with its kind."""
    return {"name": one.name, "url": reverse("organisation", args=[one.slug]), "kind_label": one.get_kind_display()}


def build_theme_card(one: Any) -> dict[str, Any]:
    """A theme as a card; `scheme_name` needs `select_related("scheme")`."""
    return {
        "slug": one.slug,
        "name": one.title,
        "summary": one.lead_text,
        "description": one.about,
        "colour": one.colour,
        "url": reverse("theme", args=[one.slug]),
        "scheme_name": one.scheme.title,
        "source_url": one.source_url,
    }


def build_scheme_card(one: Any) -> dict[str, Any]:
    """A scheme of themes."""
    return {"name": one.title, "description": one.about, "source_url": one.source_url}


def build_division_row(one: Any) -> dict[str, Any]:
    """One line of the division, from a theme of `Theme.objects.with_division()`."""
    lead = one.leads_now[0] if one.leads_now else None
    return {
        "theme": build_theme_card(one),
        "lead": build_organisation_card(lead.organisation) if lead else None,
        "holder": lead.holder if lead else "",
        "since": format_since(lead) if lead else "",
        "begins_on": lead.begins_on if lead else None,
        "participants": one.participants,
    }


def format_since(dated: Any) -> str:
    """“sinds september 2018”, empty when the begin is not known."""
    return _("sinds %(day)s") % {"day": dated.begins_in_words} if dated.begins_on else ""


def build_role_card(one: Any) -> dict[str, Any]:
    """Somebody's role at a theme, seen from the theme."""
    return {
        "organisation": build_organisation_card(one.organisation),
        "holder": one.holder,
        "since": format_since(one),
        "note": one.remark,
        "source_url": one.source_url,
        "period": _("%(begin)s tot %(end)s") % {"begin": one.begins_in_words or "…", "end": one.ends_in_words},
    }


def build_news_item(change: Any, addresses: dict[tuple[str, str], str]) -> dict[str, Any]:
    """A row of the log as readers see it."""
    english = (get_language() or "nl").startswith("en")
    return {
        "day": localdate(change.at),
        "title": (change.title_en if english else "") or change.title,
        "url": addresses.get((change.subject_type, change.subject_id), ""),
        "note": get_localised_text(change, "note"),
        "verb_label": change.get_verb_display(),
    }


def build_participation_step(one: Any) -> dict[str, Any]:
    """A step of the broadening."""
    return {
        "year": one.on.year,
        "on": format_day(one.on, one.precision),
        "takes_part": one.step == "participant",
        "organisation": build_organisation_card(one.organisation),
        "step_label": one.get_step_display(),
        "note": one.remark,
        "source_url": one.source_url,
    }


def draw_growth_map(growth: Any, themes: Iterable[Any]) -> dict[str, Any]:
    """The municipalities as dots: who takes part, who is interested, the others; the leads by name and colour."""
    leads: dict[int, Any] = {}
    for one in themes:
        for role in one.leads_now:
            leads.setdefault(role.organisation_id, one)
    # Leads in the order of the themes: those of the first scheme are named first.
    order = {key: number for number, key in enumerate(leads)}
    return draw_dot_map(
        (
            Place(
                one.longitude,
                one.latitude,
                _choose_layer(one.pk, growth),
                one.name if one.pk in leads else "",
                leads[one.pk].colour if one.pk in leads else "",
            )
            for one in sorted(growth.municipalities, key=lambda one: order.get(one.pk, len(order)))
            if one.longitude is not None
        ),
        ("other", "interested", "participant"),
    )


def _choose_layer(key: int, growth: Any) -> str:
    if key in growth.participants:
        return "participant"
    return "interested" if key in growth.interested else "other"


def host_of(url: str) -> str:
    """The site that an address leads to, as a reader names it: “vng.nl”."""
    return (urlparse(url).hostname or "").removeprefix("www.")
