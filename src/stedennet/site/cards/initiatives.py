"""Initiatives and their adoptions as plain values with URLs, for templates and open data."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stedennet.core.dates import format_day
from stedennet.core.money import format_euro_range
from stedennet.core.text import get_localised_text, mark_dutch
from stedennet.initiatives.field_types import Kind
from stedennet.initiatives.field_values import list_known_needs
from stedennet.initiatives.fields import FIELDS
from stedennet.initiatives.models import Adoption, FollowUp, Initiative
from stedennet.initiatives.querysets.initiatives import InitiativeQuerySet
from stedennet.initiatives.rules.adoptability import Need, name_product_needs
from stedennet.initiatives.rules.adoption_trees import (
    AdoptionRow,
    Branch,
    build_adoption_tree,
    count_adopters,
    count_sourced_adopters,
    find_possible_adopters,
)
from stedennet.initiatives.rules.choices import Verdict
from stedennet.network.models import Organisation

from ..drawings.trees import Branch as DrawingBranch
from ..drawings.trees import draw_adoption_tree
from . import contacts as contact_cards
from . import covers
from . import goals as goal_cards
from . import network as network_cards


def build_initiative_brief(initiative: Initiative) -> dict[str, object]:
    """Return an initiative for a short list on another page."""
    return {
        "title": initiative.name,
        "url": reverse("initiative", args=[initiative.slug]),
        "summary": get_localised_text(initiative, "summary"),
        "is_example": initiative.is_example,
    }


def build_initiative_card(initiative: Initiative) -> dict[str, Any]:
    """Return the card of an initiative in a list; `initiative` comes from `with_cards()`."""
    themes = [network_cards.build_theme_card(theme) for theme in initiative.themes.all()]
    is_ready = initiative.is_ready  # type: ignore[attr-defined]
    cover = build_initiative_cover(initiative)
    return {**build_initiative_line(initiative), "themes": themes, "is_ready": is_ready, "cover": cover}


def build_tiles(initiatives: InitiativeQuerySet) -> list[dict[str, object]]:
    """Return initiatives for a short list with covers, for instance on the home page; two queries."""
    rows = initiatives.with_covers().prefetch_related("themes")
    return [{**build_initiative_brief(row), "cover": build_initiative_cover(row)} for row in rows]


def build_initiative_cover(initiative: Initiative) -> dict[str, object]:
    """Return the cover of an initiative that comes from `with_covers()`, with its themes."""
    return covers.build_cover(
        initiative.slug,
        list(initiative.themes.all()),
        file=initiative.cover_file or "",  # type: ignore[attr-defined]
        alt=initiative.cover_alt or "",  # type: ignore[attr-defined]
    )


def build_initiative_line(initiative: Initiative) -> dict[str, object]:
    """Return the card without themes; `initiative` comes from `most_reused_first()`, with its cities."""
    places = format_places(initiative)
    by = initiative.by if initiative.by != places else ""
    return {**build_placeless_line(initiative), "places": places, "by": by}


def build_placeless_line(initiative: Initiative) -> dict[str, object]:
    """Return the card without themes and cities; `initiative` comes from `most_reused_first()`."""
    return {
        **build_initiative_brief(initiative),
        "by": initiative.by,
        "phase": initiative.phase,
        "phase_label": initiative.get_phase_display() if initiative.phase else initiative.phase_in_source,
        "reused": initiative.reused,  # type: ignore[attr-defined]
        "sourced": initiative.sourced,  # type: ignore[attr-defined]
        "period": format_period(initiative),
    }


def format_places(initiative: Initiative) -> str:
    """Return the cities and other places of an initiative, separated by commas."""
    return ", ".join([*(city.name for city in initiative.cities.all()), *filter(None, [initiative.elsewhere])])


def format_period(initiative: Initiative) -> str:
    """Return the period of an initiative in words; empty when neither begin nor end is known."""
    begin, end = (
        format_day(initiative.begins_on, initiative.begins_precision),
        format_day(initiative.ends_on, initiative.ends_precision),
    )
    if begin and end:
        return begin if begin == end else f"{begin} – {end}"
    return _("sinds %(day)s") % {"day": begin} if begin else (_("tot %(day)s") % {"day": end} if end else "")


def format_costs(initiative: Initiative) -> str:
    """Return the costs and where the money comes from."""
    costs = format_euro_range(initiative.costs_low, initiative.costs_high)
    return ", ".join(filter(None, [costs, initiative.financing]))


MOST_TELLERS = 3
"""The number of organisations that a page without a story names as those who can tell it."""
FACT_TEXTS = {"begins": format_period, "costs_low": format_costs}
"""The facts that several fields tell together, by the first of them."""


PLAIN_TEXTS = [field.name for field in FIELDS if field.kind is Kind.LINE and field.card == field.name]
"""The fields that the page shows as they are."""


def _build_facts(initiative: Initiative) -> list[dict[str, object]]:
    """The short facts beside the page, each with its name; those that are not known are left out."""
    facts = [field for field in FIELDS if field.fact is not None]
    texts = [(field.fact, FACT_TEXTS.get(field.name, _get_plain_text(field.name))(initiative)) for field in facts]
    return [{"name": name, "text": text} for name, text in texts if text]


def _get_plain_text(name: str) -> Callable[[Initiative], str]:
    return lambda initiative: mark_dutch(getattr(initiative, name))


def build_initiative_page(initiative: Initiative) -> dict[str, Any]:
    """Return everything that the page of an initiative shows; `initiative` comes from `read_page()`."""
    rows = list(initiative.adoptions.all())
    plain = [AdoptionRow(row.pk, row.organisation_id, row.of_id, row.verdict) for row in rows]
    return {
        **{
            field.name: getattr(initiative, field.name)
            for field in FIELDS
            if field.kind is Kind.LINE and field.card == field.name
        },
        "initiative": build_initiative_card(initiative),
        "description": get_localised_text(initiative, "description"),
        "lead": network_cards.build_organisation_card(initiative.lead) if initiative.lead else None,
        "cities": [network_cards.build_organisation_card(city) for city in initiative.cities.all()],
        "costs": format_euro_range(initiative.costs_low, initiative.costs_high),
        "facts": _build_facts(initiative),
        "adopting": build_adopting_card(initiative),
        "sdgs": goal_cards.build_goal_links(initiative.sdgs),
        "contact": contact_cards.format_contact(initiative),
        "source_url": initiative.source_url,
        "source_host": network_cards.host_of(initiative.source_url),
        "is_tip": initiative.is_tip,
        "is_archived": initiative.state == initiative.State.ARCHIVED,
        "archived_words": mark_dutch(initiative.state_words) if initiative.state == initiative.State.ARCHIVED else "",
        "steps": [
            {"label": row.get_phase_display(), "on": format_day(row.on, row.precision)}
            for row in initiative.steps.all()
        ],
        "partners": [
            {"name": row.name, "url": _build_organisation_url(row.organisation), "role": mark_dutch(row.role)}
            for row in initiative.partners.all()
        ],
        "results": [
            {"text": mark_dutch(row.text), "figure": mark_dutch(row.figure)} for row in initiative.results.all()
        ],
        "lessons": [mark_dutch(row.text) for row in initiative.lessons.all()],
        "products": [
            {"kind_label": row.get_kind_display(), "title": row.title, "url": row.url, "licence": row.licence}
            for row in initiative.products.all()
        ],
        "tellers": _list_tellers(initiative),
        "links": [{"title": row.title, "url": row.url} for row in initiative.links.all()],
        "pictures": [
            {"image": row.image, "alt": row.alt, "attribution": row.attribution} for row in initiative.pictures.all()
        ],
        "adopters": [build_adoption_card(row) for row in rows],
        "possible": _list_possible_adopters(initiative, plain),
        "tree": _build_tree(build_adoption_tree(plain), {row.pk: row for row in rows}),
        "drawing": draw_adoption_tree(
            str(initiative.name), _build_drawing_branches(build_adoption_tree(plain), {row.pk: row for row in rows})
        ),
        "reused": count_adopters(plain, lead=initiative.lead_id),
        "sourced": count_sourced_adopters(plain, lead=initiative.lead_id),
    }


def _list_possible_adopters(initiative: Initiative, rows: list[AdoptionRow]) -> list[dict[str, str]]:
    """The cities that may have adopted it, each with the form in which it says so; the owner confirms."""
    cities = {city.pk: city for city in initiative.cities.all()}
    found = find_possible_adopters(rows, lead=initiative.lead_id, cities=cities)
    url = reverse("initiative_reuse", args=[initiative.slug])
    return [{"name": cities[key].name, "url": f"{url}?organisatie={cities[key].slug}"} for key in found]


def build_adopting_card(initiative: Initiative) -> dict[str, object]:
    """Return what a city that adopts the initiative needs: what is known, and what it may ask."""
    known = list_known_needs(initiative)
    products = list(initiative.products.all())
    figures = [f"{row.text}: {row.figure}" for row in initiative.results.all() if row.figure]
    words = {
        Need.EVIDENCE: [mark_dutch(initiative.evidence or (figures[0] if figures else ""))],
        Need.COSTS: [format_costs(initiative), mark_dutch(initiative.costs_in_words)],
        Need.TIME: [mark_dutch(initiative.adoption_time)],
        Need.LICENCE: [
            mark_dutch(initiative.licence),
            *(mark_dutch(f"{row.title}: {row.licence}") for row in products if row.licence),
        ],
        Need.DOCUMENTS: [],
        Need.CONTACT: [contact_cards.format_contact(initiative)],
        Need.VISIT: [mark_dutch(initiative.visit)],
    }
    opened = {
        need: [row for row in products if need in name_product_needs(row.kind, row.url, row.licence) and row.url]
        for need in (Need.EVIDENCE, Need.DOCUMENTS)
    }
    return {
        "known": [
            {
                "name": str(need.label),
                "texts": list(filter(None, words[need])),
                "links": [
                    {"title": mark_dutch(row.title), "url": row.url, "kind_label": row.get_kind_display()}
                    for row in opened.get(need, [])
                ],
            }
            for need in known
        ],
        "missing": ", ".join(list_missing_needs(initiative)),
        "ask_url": f"{reverse('initiative_ask', args=[initiative.slug])}?over=overnemen",
    }


def list_missing_needs(initiative: Initiative) -> list[str]:
    """Name what a city that adopts the initiative cannot read about it; a question always reaches somebody."""
    known = list_known_needs(initiative)
    return [str(need.label) for need in Need if need not in known and need is not Need.CONTACT]


def _list_tellers(initiative: Initiative) -> list[dict[str, object]]:
    """The organisations that can tell more, for a page that tells no story: its lead, else its cities and partners."""
    tells = [initiative.description, *(relation.all() for relation in (initiative.results, initiative.lessons))]
    if any(tells) or initiative.products.all():
        return []
    partners = [row.organisation for row in initiative.partners.all() if row.organisation]
    known = [initiative.lead] if initiative.lead else [*initiative.cities.all(), *partners]
    return [network_cards.build_organisation_card(organisation) for organisation in known[:MOST_TELLERS]]


def build_adoption_card(adoption: Adoption) -> dict[str, object]:
    """Return an adoption for the tree of adoptions."""
    return {
        "key": adoption.pk,
        "organisation": network_cards.build_organisation_card(adoption.organisation),
        "kind_label": adoption.get_kind_display(),
        "since": adoption.since,
        "costs": adoption.costs,
        "taught": mark_dutch(adoption.taught),
        "contact": contact_cards.format_contact(adoption),
        "verdict": adoption.verdict,
        "verdict_label": adoption.get_verdict_display(),
        "words": mark_dutch(adoption.verdict_words) if adoption.verdict == Verdict.DISPUTED else "",
        "source_url": adoption.source_url,
        "seen": format_day(localdate(adoption.told_at)) if adoption.verdict == Verdict.SOURCED else "",
    }


def build_answer_card(follow_ups: Iterable[FollowUp]) -> dict[str, object]:
    """Return what the city last said of an adoption, from the questions that it got; empty when it said nothing."""
    answered = [(row.answered_at, row.pk, row) for row in follow_ups if row.answered_at]
    if not answered:
        return {}
    answered_at, _key, answer = max(answered)
    is_address = answer.amount_source.startswith(("https://", "http://"))
    return {
        "label": answer.get_use_display(),
        "words": mark_dutch(answer.words),
        "figure": mark_dutch(answer.figure),
        "source_url": answer.amount_source if is_address else "",
        "source_words": "" if is_address else mark_dutch(answer.amount_source),
        "on": localdate(answered_at),
    }


def _build_tree(branches: Iterable[Branch], adoptions: dict[int, Adoption]) -> list[dict[str, object]]:
    return [
        {
            **build_adoption_card(adoptions[branch.row.key]),
            "answer": build_answer_card(adoptions[branch.row.key].follow_ups.all()),
            "branches": _build_tree(branch.branches, adoptions),
        }
        for branch in branches
    ]


def _build_drawing_branches(branches: Iterable[Branch], adoptions: dict[int, Adoption]) -> list[DrawingBranch]:
    return [
        {
            "name": adoptions[branch.row.key].organisation.name,
            "kind": branch.row.verdict,
            "branches": _build_drawing_branches(branch.branches, adoptions),
        }
        for branch in branches
    ]


def _build_organisation_url(organisation: Organisation | None) -> str:
    return reverse("organisation", args=[organisation.slug]) if organisation else ""
