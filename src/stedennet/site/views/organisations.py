"""The list of organisations, and the page and calendar of one organisation."""

from collections import defaultdict
from collections.abc import Sequence
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


def _list_items(organisations: Sequence[Organisation]) -> list[dict[str, object]]:
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


LIST_PAGES = ListPages(
    declared=ORGANISATIONS,
    template="site/organisations/list.html",
    cards=lambda organisations: {"organisations": _list_items(organisations)},
    entries=contents.build_organisation_entries,
)


def show_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one organisation: its facts, roles, groups and the steps in which it joined.

    An organisation that merged into another redirects to it; with `?verleden` it still has its own page.
    """
    organisation = get_object_or_404(Organisation.objects.select_related("province", "seat", "successor"), slug=slug)
    day = today()
    if (successor := organisation.heir_on(day)) and PAST not in request.GET:
        return redirect("organisation", slug=successor.slug)
    roles = organisation.theme_roles.select_related("theme__scheme")
    context = {
        "organisation": {
            **network_cards.build_organisation_card(organisation),
            "slug": organisation.slug,
            "alike_url": reverse("cities_alike", args=[slug])
            if organisation.kind == Organisation.Kind.MUNICIPALITY
            else "",
            "description": organisation.about,
            "website": organisation.website,
            "province": network_cards.build_organisation_card(organisation.province)
            if organisation.province
            else None,
            "seat": network_cards.build_organisation_card(organisation.seat) if organisation.seat else None,
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
            "successor": network_cards.build_organisation_card(organisation.successor)
            if organisation.successor
            else None,
            "predecessors": [
                {
                    **network_cards.build_organisation_card(predecessor),
                    "url": f"{reverse('organisation', args=[predecessor.slug])}?{PAST}",
                }
                for predecessor in organisation.predecessors.all()
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
        "articles": articles.list_latest_articles(3, organisation=organisation.slug),
        "events": events.list_upcoming_events(3, organiser=organisation.slug),
        "news": news.list_latest_news(5, subject=organisation),
        "calendar_url": reverse("organisation_calendar", args=[slug]),
    }
    return render(request, "site/organisations/page.html", context)


def export_organisation_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Export the dates of an organisation as iCalendar; one that merged into another redirects to it."""
    organisation = get_object_or_404(Organisation.objects.select_related("successor"), slug=slug)
    if successor := organisation.heir_on(today()):
        return redirect("organisation_calendar", slug=successor.slug)
    return calendars.respond_with_calendar(request, organisation.name, calendars.list_organisation_entries(slug))


def _list_initiatives(organisation: Organisation) -> dict[str, object]:
    """List its own initiatives, those that others adopted from it, and those it adopted; confirmed adoptions only."""
    published = Initiative.objects.published()
    own = (
        published.filter(Q(lead=organisation) | Q(cities=organisation) | Q(partners__organisation=organisation))
        .distinct()
        .order_by("title")
    )
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
