"""The organisations: how the list looks, and each one's own page."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from stedennet.core.clock import today
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.lists.organisations import ORGANISATIONS
from stedennet.network.models import GroupMembership, Organisation, ThemeRole

from .. import news
from ..cards import initiatives as initiative_cards
from ..cards import network as network_cards
from ..feeds import calendars, contents
from . import articles, events
from .lists import ListPages

PAST = "verleden"


def _list_items(organisations: Sequence[Organisation]) -> list[dict[str, Any]]:
    day, ids = today(), [one.pk for one in organisations]
    groups: dict[int, list[str]] = defaultdict(list)
    for membership in GroupMembership.objects.on(day).filter(organisation__in=ids).select_related("group"):
        groups[membership.organisation_id].append(membership.group.name)
    themes: dict[int, list[dict[str, str]]] = defaultdict(list)
    for role in ThemeRole.objects.on(day).filter(organisation__in=ids).select_related("theme"):
        themes[role.organisation_id].append({"name": role.theme.title, "colour": role.theme.colour})
    return [
        {
            **network_cards.build_organisation_card(one),
            "province": one.province.brief_name if one.province else "",
            "groups": groups[one.pk],
            "themes": themes[one.pk],
        }
        for one in organisations
    ]


LIST_PAGES = ListPages(
    declared=ORGANISATIONS,
    template="site/organisations/list.html",
    cards=lambda organisations: {"organisations": _list_items(organisations)},
    entries=contents.build_organisation_entries,
)


def show_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it is, its roles, its groups, its steps in joining.

    What went up in another leads there; `?verleden` shows its own page as it was.
    """
    one = get_object_or_404(Organisation.objects.select_related("province", "seat", "successor"), slug=slug)
    day = today()
    if (heir := one.heir_on(day)) and PAST not in request.GET:
        return redirect("organisation", slug=heir.slug)
    roles = one.theme_roles.select_related("theme__scheme")
    context = {
        "organisation": {
            **network_cards.build_organisation_card(one),
            "slug": one.slug,
            "alike_url": reverse("cities_alike", args=[slug]) if one.kind == Organisation.Kind.MUNICIPALITY else "",
            "description": one.about,
            "website": one.website,
            "province": network_cards.build_organisation_card(one.province) if one.province else None,
            "seat": network_cards.build_organisation_card(one.seat) if one.seat else None,
            "code": one.code or "",
            "tooi_uri": one.tooi_uri or "",
            "tooi_brief": (one.tooi_uri or "").removeprefix("https://identifier.overheid.nl/"),
            "website_brief": urlsplit(one.website).netloc.removeprefix("www."),
            # Of a municipality the TOOI register is the source, and stands there already.
            "source_url": one.source_url,
            "source_brief": urlsplit(one.source_url).netloc if one.source_url != one.tooi_uri else "",
            "ended": one.ended if one.ends_on and one.ends_on <= day else "",
            "successor": network_cards.build_organisation_card(one.successor) if one.successor else None,
            "predecessors": [
                {
                    **network_cards.build_organisation_card(other),
                    "url": f"{reverse('organisation', args=[other.slug])}?{PAST}",
                }
                for other in one.predecessors.all()
            ],
        },
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
            for role in roles
        ],
        "groups": [
            {"name": one.group.name, "since": network_cards.format_since(one)}
            for one in one.memberships.on(day).select_related("group")
        ],
        "participation": [
            {
                "step_label": step.get_step_display(),
                "on": step.on_in_words,
                "note": step.remark,
                "source_url": step.source_url,
            }
            for step in one.participation.latest_first()
        ],
        "initiatives": _list_initiatives(one),
        "articles": articles.list_latest_articles(3, organisation=one.slug),
        "events": events.list_upcoming_events(3, organiser=one.slug),
        "news": news.list_latest_news(5, subject=one),
        "calendar_url": reverse("organisation_calendar", args=[slug]),
    }
    return render(request, "site/organisations/page.html", context)


def export_organisation_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything dated of an organisation as iCalendar; of one that went up in another, that one's."""
    one = get_object_or_404(Organisation.objects.select_related("successor"), slug=slug)
    if heir := one.heir_on(today()):
        return redirect("organisation_calendar", slug=heir.slug)
    return calendars.respond_with_calendar(request, one.name, calendars.list_organisation_entries(slug))


def _list_initiatives(one: Organisation) -> dict[str, Any]:
    """What it does itself, what it gave to others, and what it took over; confirmed only for what is counted."""
    rows = Initiative.objects.published()
    own = rows.filter(Q(lead=one) | Q(cities=one) | Q(partners__organisation=one)).distinct().order_by("title")
    reuse = list(Adoption.objects.confirmed().public().of_organisation(one))
    found = {
        "own": [initiative_cards.build_initiative_brief(row) for row in own[:10]],
        "gave": [
            {**initiative_cards.build_initiative_brief(row.initiative), "note": row.organisation.name}
            for row in reuse
            if row.organisation_id != one.pk
        ],
        "took": [
            {**initiative_cards.build_initiative_brief(row.initiative), "note": row.get_kind_display()}
            for row in reuse
            if row.organisation_id == one.pk
        ],
    }
    return found if any(found.values()) else {}
