"""The list and the page of organisations as plain values, for templates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.urls import reverse

from stedennet.core.clock import today
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.network.models import GroupMembership, Organisation, ThemeRole

from .. import news
from . import articles as article_cards
from . import events as event_cards
from . import initiatives as initiative_cards
from . import network as network_cards

PAST = "verleden"
"""What the address of an organisation that merged into another has when its own page is asked for."""


def build_organisation_rows(organisations: Sequence[Organisation]) -> list[dict[str, object]]:
    """Return the organisations of a list with their groups and themes; two queries."""
    day, ids = today(), [organisation.pk for organisation in organisations]
    groups: dict[int, list[str]] = defaultdict(list)
    for membership in GroupMembership.objects.on(day).filter(organisation__in=ids).select_related("group"):
        groups[membership.organisation_id].append(membership.group.name)
    themes: dict[int, list[dict[str, str]]] = defaultdict(list)
    for role in ThemeRole.objects.on(day).filter(organisation__in=ids).select_related("theme"):
        themes[role.organisation_id].append({"name": role.theme.title, "colour": role.theme.colour})
    return [
        {
            **network_cards.build_organisation_card(organisation),
            "province": organisation.province.brief_name if organisation.province else "",
            "groups": groups[organisation.pk],
            "themes": themes[organisation.pk],
        }
        for organisation in organisations
    ]


def build_organisation_page(organisation: Organisation, *, day: dt.date) -> dict[str, object]:
    """Return everything that the page of an organisation shows."""
    return {
        "organisation": _build_facts(organisation, day),
        "roles": [
            {
                "theme": network_cards.build_theme_card(role.theme),
                "role_label": role.get_role_display(),
                "since": network_cards.format_since(role),
                "holder": role.holder,
                "ended": role.ends_in_words if not role.holds_on(day) else "",
                "note": role.remark,
                "source_url": role.source_url,
            }
            for role in organisation.theme_roles.select_related("theme__scheme")
        ],
        "groups": [
            {"name": membership.group.name, "since": network_cards.format_since(membership)}
            for membership in organisation.memberships.on(day).select_related("group")
        ],
        "participation": [
            {
                "step_label": step.get_step_display(),
                "on": step.on_in_words,
                "note": step.remark,
                "source_url": step.source_url,
            }
            for step in organisation.participation.latest_first()
        ],
        "initiatives": _list_initiatives(organisation),
        "articles": article_cards.list_latest_articles(3, organisation=organisation.slug),
        "events": event_cards.list_upcoming_events(3, organiser=organisation.slug),
        "news": news.list_latest_news(5, subject=organisation),
        "calendar_url": reverse("organisation_calendar", args=[organisation.slug]),
    }


def _build_facts(organisation: Organisation, day: dt.date) -> dict[str, object]:
    is_municipality = organisation.kind == Organisation.Kind.MUNICIPALITY
    return {
        **network_cards.build_organisation_card(organisation),
        "slug": organisation.slug,
        "alike_url": reverse("cities_alike", args=[organisation.slug]) if is_municipality else "",
        "description": organisation.about,
        "website": organisation.website,
        "province": _build_related_card(organisation.province),
        "seat": _build_related_card(organisation.seat),
        "code": organisation.code or "",
        "tooi_uri": organisation.tooi_uri or "",
        "tooi_brief": (organisation.tooi_uri or "").removeprefix("https://identifier.overheid.nl/"),
        "website_brief": urlsplit(organisation.website).netloc.removeprefix("www."),
        # The source of a municipality is the TOOI register, to which `tooi_uri` links already.
        "source_url": organisation.source_url,
        "source_brief": urlsplit(organisation.source_url).netloc
        if organisation.source_url != organisation.tooi_uri
        else "",
        "ended": organisation.ended if organisation.ends_on and organisation.ends_on <= day else "",
        "successor": _build_related_card(organisation.successor),
        "predecessors": [
            {
                **network_cards.build_organisation_card(predecessor),
                "url": f"{reverse('organisation', args=[predecessor.slug])}?{PAST}",
            }
            for predecessor in organisation.predecessors.all()
        ],
    }


def _build_related_card(organisation: Organisation | None) -> dict[str, object] | None:
    return network_cards.build_organisation_card(organisation) if organisation else None


def _list_initiatives(organisation: Organisation) -> dict[str, object]:
    """List its own initiatives, those that others adopted from it, and those it adopted; confirmed adoptions only."""
    own = Initiative.objects.published().of_organisation(organisation)
    adoptions = list(Adoption.objects.confirmed().public().of_organisation(organisation))
    groups: dict[str, object] = {
        "own": [initiative_cards.build_initiative_brief(initiative) for initiative in own[:10]],
        "gave": [
            {**initiative_cards.build_initiative_brief(adoption.initiative), "note": adoption.organisation.name}
            for adoption in adoptions
            if adoption.organisation_id != organisation.pk
        ],
        "took": [
            {**initiative_cards.build_initiative_brief(adoption.initiative), "note": adoption.get_kind_display()}
            for adoption in adoptions
            if adoption.organisation_id == organisation.pk
        ],
    }
    return groups if any(groups.values()) else {}
