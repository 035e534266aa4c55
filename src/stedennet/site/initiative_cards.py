"""What templates and open data show of initiatives: plain values with their addresses."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core import goals
from stedennet.core.dates import in_words
from stedennet.core.money import euros
from stedennet.core.text import in_language
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.tree import Branch, Row, grown, times_reused
from stedennet.initiatives.rules.words import ContactLevel, Verdict

from . import cards
from .reuse_trees import drawing


def brief(one: Initiative) -> dict[str, Any]:
    """An initiative in a short list on another page."""
    return {"title": one.name, "url": reverse("initiative", args=[one.slug]), "summary": in_language(one, "summary")}


def reused(one: Any) -> dict[str, Any]:
    """The same with how often it is reused; `one` comes from `with_reuse()`."""
    return {**brief(one), "reused": one.reused}


def initiative(one: Initiative) -> dict[str, Any]:
    """An initiative in a list; `one` comes from `with_cards()`."""
    return {
        **brief(one),
        "by": one.by if one.by != places(one) else "",
        "phase": one.phase,
        "phase_label": one.get_phase_display() if one.phase else one.phase_in_source,
        "places": places(one),
        "themes": [cards.theme(theme) for theme in one.themes.all()],
        "reused": one.reused,  # type: ignore[attr-defined]
        "period": period(one),
    }


def places(one: Initiative) -> str:
    """Where it is, in words."""
    return ", ".join([*(city.name for city in one.cities.all()), *filter(None, [one.elsewhere])])


def period(one: Initiative) -> str:
    """From when to when, in words; empty when nothing is known."""
    begin, end = in_words(one.begins_on, one.begins_precision), in_words(one.ends_on, one.ends_precision)
    if begin and end:
        return begin if begin == end else f"{begin} – {end}"
    return _("sinds %(day)s") % {"day": begin} if begin else (_("tot %(day)s") % {"day": end} if end else "")


def page(one: Initiative) -> dict[str, Any]:
    """Everything of an initiative on its own page; `one` comes from `with_everything()`."""
    rows = list(one.adoptions.all())
    plain = [Row(row.pk, row.organisation_id, row.of_id, row.verdict) for row in rows]
    return {
        "initiative": initiative(one),
        "description": in_language(one, "description"),
        "lead": cards.organisation(one.lead) if one.lead else None,
        "lead_in_words": one.lead_in_words,
        "cities": [cards.organisation(city) for city in one.cities.all()],
        "elsewhere": one.elsewhere,
        "challenge": one.challenge,
        "principles": one.principles,
        "costs": euros(one.costs_low, one.costs_high),
        "financing": one.financing,
        "sdgs": goals.named(one.sdgs),
        "contact": contact(one),
        "source_url": one.source_url,
        "source_host": cards.host_of(one.source_url),
        "phase_in_source": one.phase_in_source,
        "is_tip": one.is_tip,
        "is_archived": one.state == one.State.ARCHIVED,
        "archived_words": one.state_words if one.state == one.State.ARCHIVED else "",
        "steps": [
            {"label": row.get_phase_display(), "on": in_words(row.on, row.precision)} for row in one.steps.all()
        ],
        "partners": [
            {"name": row.name, "url": _organisation_url(row.organisation), "role": row.role}
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
        "tree": _tree(grown(plain), {row.pk: row for row in rows}),
        "drawing": drawing(one.name, _names(grown(plain), {row.pk: row for row in rows})),
        "reused": times_reused(plain, lead=one.lead_id),
    }


def contact(one: Initiative | Adoption) -> str:
    """What readers may know of the person to ask."""
    if one.contact_level == ContactLevel.NONE:
        return ""
    name = one.contact_name if one.contact_level == ContactLevel.NAME else ""
    return ", ".join(filter(None, [name, one.contact_role]))


def adoption(one: Adoption) -> dict[str, Any]:
    """An adoption in the tree."""
    return {
        "key": one.pk,
        "organisation": cards.organisation(one.organisation),
        "kind_label": one.get_kind_display(),
        "since": one.since,
        "costs": one.costs,
        "taught": one.taught,
        "contact": contact(one),
        "verdict": one.verdict,
        "verdict_label": one.get_verdict_display(),
        "words": one.verdict_words if one.verdict == Verdict.DISPUTED else "",
        "source_url": one.source_url,
    }


def _tree(branches: Iterable[Branch], rows: dict[int, Adoption]) -> list[dict[str, Any]]:
    return [{**adoption(rows[one.row.key]), "branches": _tree(one.branches, rows)} for one in branches]


def _names(branches: Iterable[Branch], rows: dict[int, Adoption]) -> list[dict[str, Any]]:
    return [
        {
            "name": rows[one.row.key].organisation.name,
            "kind": one.row.verdict,
            "branches": _names(one.branches, rows),
        }
        for one in branches
    ]


def _organisation_url(organisation: Any) -> str:
    return reverse("organisation", args=[organisation.slug]) if organisation else ""
