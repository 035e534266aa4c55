"""What templates and open data show of initiatives: plain values with their addresses."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core import goals
from stedennet.core.dates import format_day
from stedennet.core.money import format_euro_range
from stedennet.core.text import get_localised_text
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.adoption_trees import AdoptionRow, Branch, build_adoption_tree, count_adopters
from stedennet.initiatives.rules.choices import ContactLevel, Verdict

from ..drawings.trees import draw_adoption_tree
from . import network as network_cards


def build_initiative_brief(one: Initiative) -> dict[str, Any]:
    """An initiative in a short list on another page."""
    return {
        "title": one.name,
        "url": reverse("initiative", args=[one.slug]),
        "summary": get_localised_text(one, "summary"),
    }


def build_adopted_brief(one: Any) -> dict[str, Any]:
    """The same with how often it is reused; `one` comes from `with_reuse()`."""
    return {**build_initiative_brief(one), "reused": one.reused}


def build_initiative_card(one: Initiative) -> dict[str, Any]:
    """An initiative in a list; `one` comes from `with_cards()`."""
    return {
        **build_initiative_brief(one),
        "by": one.by if one.by != format_places(one) else "",
        "phase": one.phase,
        "phase_label": one.get_phase_display() if one.phase else one.phase_in_source,
        "places": format_places(one),
        "themes": [network_cards.build_theme_card(theme) for theme in one.themes.all()],
        "reused": one.reused,  # type: ignore[attr-defined]
        "period": format_period(one),
    }


def format_places(one: Initiative) -> str:
    """Where it is, in words."""
    return ", ".join([*(city.name for city in one.cities.all()), *filter(None, [one.elsewhere])])


def format_period(one: Initiative) -> str:
    """From when to when, in words; empty when nothing is known."""
    begin, end = format_day(one.begins_on, one.begins_precision), format_day(one.ends_on, one.ends_precision)
    if begin and end:
        return begin if begin == end else f"{begin} – {end}"
    return _("sinds %(day)s") % {"day": begin} if begin else (_("tot %(day)s") % {"day": end} if end else "")


def build_initiative_page(one: Initiative) -> dict[str, Any]:
    """Everything of an initiative on its own page; `one` comes from `with_everything()`."""
    rows = list(one.adoptions.all())
    plain = [AdoptionRow(row.pk, row.organisation_id, row.of_id, row.verdict) for row in rows]
    return {
        "initiative": build_initiative_card(one),
        "description": get_localised_text(one, "description"),
        "lead": network_cards.build_organisation_card(one.lead) if one.lead else None,
        "lead_in_words": one.lead_in_words,
        "cities": [network_cards.build_organisation_card(city) for city in one.cities.all()],
        "elsewhere": one.elsewhere,
        "challenge": one.challenge,
        "principles": one.principles,
        "costs": format_euro_range(one.costs_low, one.costs_high),
        "financing": one.financing,
        "sdgs": goals.describe_goals(one.sdgs),
        "contact": format_contact(one),
        "source_url": one.source_url,
        "source_host": network_cards.host_of(one.source_url),
        "phase_in_source": one.phase_in_source,
        "is_tip": one.is_tip,
        "is_archived": one.state == one.State.ARCHIVED,
        "archived_words": one.state_words if one.state == one.State.ARCHIVED else "",
        "steps": [
            {"label": row.get_phase_display(), "on": format_day(row.on, row.precision)} for row in one.steps.all()
        ],
        "partners": [
            {"name": row.name, "url": _build_organisation_url(row.organisation), "role": row.role}
            for row in one.partners.all()
        ],
        "results": [{"text": row.text, "figure": row.figure} for row in one.results.all()],
        "lessons": [row.text for row in one.lessons.all()],
        "products": [
            {"kind_label": row.get_kind_display(), "title": row.title, "url": row.url, "licence": row.licence}
            for row in one.products.all()
        ],
        "links": [{"title": row.title, "url": row.url} for row in one.links.all()],
        "pictures": [{"image": row.image, "alt": row.alt} for row in one.pictures.all()],
        "tree": _build_tree(build_adoption_tree(plain), {row.pk: row for row in rows}),
        "drawing": draw_adoption_tree(
            one.name, _build_drawing_branches(build_adoption_tree(plain), {row.pk: row for row in rows})
        ),
        "reused": count_adopters(plain, lead=one.lead_id),
    }


def format_contact(one: Initiative | Adoption) -> str:
    """What readers may know of the person to ask."""
    if one.contact_level == ContactLevel.NONE:
        return ""
    name = one.contact_name if one.contact_level == ContactLevel.NAME else ""
    return ", ".join(filter(None, [name, one.contact_role]))


def build_adoption_card(one: Adoption) -> dict[str, Any]:
    """An adoption in the tree."""
    return {
        "key": one.pk,
        "organisation": network_cards.build_organisation_card(one.organisation),
        "kind_label": one.get_kind_display(),
        "since": one.since,
        "costs": one.costs,
        "taught": one.taught,
        "contact": format_contact(one),
        "verdict": one.verdict,
        "verdict_label": one.get_verdict_display(),
        "words": one.verdict_words if one.verdict == Verdict.DISPUTED else "",
        "source_url": one.source_url,
    }


def _build_tree(branches: Iterable[Branch], rows: dict[int, Adoption]) -> list[dict[str, Any]]:
    return [
        {**build_adoption_card(rows[one.row.key]), "branches": _build_tree(one.branches, rows)} for one in branches
    ]


def _build_drawing_branches(branches: Iterable[Branch], rows: dict[int, Adoption]) -> list[dict[str, Any]]:
    return [
        {
            "name": rows[one.row.key].organisation.name,
            "kind": one.row.verdict,
            "branches": _build_drawing_branches(one.branches, rows),
        }
        for one in branches
    ]


def _build_organisation_url(organisation: Any) -> str:
    return reverse("organisation", args=[organisation.slug]) if organisation else ""
