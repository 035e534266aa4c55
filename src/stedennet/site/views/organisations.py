"""The organisations: the list with its filters, the same as open data, and each one's own page."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.changes.dating import newest_change_first
from stedennet.core.clock import today
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.network.models import GroupMembership, Organisation, ThemeRole
from stedennet.network.querysets import facets

from .. import calendars, cards, feeds, initiative_cards, news, opendata
from ..feeds import contents
from ..filters import Filters
from ..following import follow_url
from . import articles, events

PER_PAGE = 24
PAST = "verleden"
COLUMNS = ("naam", "soort", "code", "tooi", "provincie", "website", "adres", "bron")
LABELS = {
    "soort": gettext_lazy("Soort"),
    "provincie": gettext_lazy("Provincie"),
    "groep": gettext_lazy("Samenwerkingsverband"),
    "thema": gettext_lazy("Thema"),
    "rol": gettext_lazy("Rol"),
}


def organisation_list(request: HttpRequest) -> HttpResponse:
    """The organisations that fit the filters, a page at a time."""
    filters = Filters(request.GET, facets.NAMES)
    rows = facets.filtered(filters.chosen, day=today()).select_related("province").by_name()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    shown: list[dict[str, Any]] = [
        {"name": name, "label": LABELS[name], "options": filters.options(name, options(name, filters))}
        for name in facets.NAMES
    ]
    context = {
        "facets": shown,
        "active_filters": filters.active({str(one["name"]): one["options"] for one in shown}),
        "q": filters.chosen.get("q", ""),
        "page_obj": page,
        "total": page.paginator.count,
        "organisations": _list_items(list(page.object_list)),
        "query": filters.query,
        "csv_url": filters.onto(reverse("organisation_csv")),
        "json_url": filters.onto(reverse("organisation_json")),
        "feed_url": filters.onto(reverse("organisation_feed")),
        "follow_url": follow_url("organisaties", filters),
    }
    return render(request, "site/organisations/list.html", context)


def options(name: str, filters: Filters) -> list[facets.Option]:
    """The options of one filter with their words."""
    return facets.options(name, filters.chosen, day=today())


def _list_items(organisations: list[Organisation]) -> list[dict[str, Any]]:
    day, ids = today(), [one.pk for one in organisations]
    groups: dict[int, list[str]] = defaultdict(list)
    for membership in GroupMembership.objects.on(day).filter(organisation__in=ids).select_related("group"):
        groups[membership.organisation_id].append(membership.group.name)
    themes: dict[int, list[dict[str, str]]] = defaultdict(list)
    for role in ThemeRole.objects.on(day).filter(organisation__in=ids).select_related("theme"):
        themes[role.organisation_id].append({"name": role.theme.title, "colour": role.theme.colour})
    return [
        {
            **cards.organisation(one),
            "province": one.province.brief_name if one.province else "",
            "groups": groups[one.pk],
            "themes": themes[one.pk],
        }
        for one in organisations
    ]


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
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
            **cards.organisation(one),
            "slug": one.slug,
            "alike_url": reverse("cities_alike", args=[slug]) if one.kind == Organisation.Kind.MUNICIPALITY else "",
            "description": one.about,
            "website": one.website,
            "province": cards.organisation(one.province) if one.province else None,
            "seat": cards.organisation(one.seat) if one.seat else None,
            "code": one.code or "",
            "tooi_uri": one.tooi_uri or "",
            "tooi_brief": (one.tooi_uri or "").removeprefix("https://identifier.overheid.nl/"),
            "website_brief": urlsplit(one.website).netloc.removeprefix("www."),
            # Of a municipality the TOOI register is the source, and stands there already.
            "source_url": one.source_url,
            "source_brief": urlsplit(one.source_url).netloc if one.source_url != one.tooi_uri else "",
            "ended": one.ended if one.ends_on and one.ends_on <= day else "",
            "successor": cards.organisation(one.successor) if one.successor else None,
            "predecessors": [
                {**cards.organisation(other), "url": f"{reverse('organisation', args=[other.slug])}?{PAST}"}
                for other in one.predecessors.all()
            ],
        },
        "roles": [
            {
                "theme": cards.theme(role.theme),
                "role_label": role.get_role_display(),
                "since": cards.since(role),
                "holder": role.holder,
                "ended": role.ends_in_words if not role.holds_on(day) else "",
                "note": role.remark,
                "source_url": role.source_url,
            }
            for role in roles
        ],
        "groups": [
            {"name": one.group.name, "since": cards.since(one)}
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
        "initiatives": _initiatives(one),
        "articles": articles.latest(3, organisation=one.slug),
        "events": events.next_few(3, organiser=one.slug),
        "news": news.latest(5, subject=one),
        "calendar_url": reverse("organisation_calendar", args=[slug]),
    }
    return render(request, "site/organisations/page.html", context)


def organisation_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything dated of an organisation as iCalendar; of one that went up in another, that one's."""
    one = get_object_or_404(Organisation.objects.select_related("successor"), slug=slug)
    if heir := one.heir_on(today()):
        return redirect("organisation_calendar", slug=heir.slug)
    return calendars.answer(request, one.name, calendars.of_organisation(slug))


def _initiatives(one: Organisation) -> dict[str, Any]:
    """What it does itself, what it gave to others, and what it took over; confirmed only for what is counted."""
    rows = Initiative.objects.published()
    own = rows.filter(Q(lead=one) | Q(cities=one) | Q(partners__organisation=one)).distinct().order_by("title")
    reuse = list(Adoption.objects.confirmed().public().of_organisation(one))
    found = {
        "own": [initiative_cards.brief(row) for row in own[:10]],
        "gave": [
            {**initiative_cards.brief(row.initiative), "note": row.organisation.name}
            for row in reuse
            if row.organisation_id != one.pk
        ],
        "took": [
            {**initiative_cards.brief(row.initiative), "note": row.get_kind_display()}
            for row in reuse
            if row.organisation_id == one.pk
        ],
    }
    return found if any(found.values()) else {}


def _as_data(request: HttpRequest, one: Organisation) -> dict[str, str | None]:
    return {
        "naam": one.name,
        "soort": one.get_kind_display(),
        "code": one.code,
        "tooi": one.tooi_uri,
        "provincie": one.province.name if one.province else None,
        "website": one.website or None,
        "adres": request.build_absolute_uri(reverse("organisation", args=[one.slug])),
        "bron": one.source_url or None,
    }


def _chosen(request: HttpRequest) -> Any:
    filters = Filters(request.GET, facets.NAMES)
    return facets.filtered(filters.chosen, day=today()).select_related("province").by_name()


def organisation_csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    return opendata.as_csv("organisaties", COLUMNS, (_as_data(request, one) for one in _chosen(request)))


def organisation_json(request: HttpRequest) -> HttpResponse:
    """The filtered list as JSON."""
    return opendata.as_json("organisaties", (_as_data(request, one) for one in _chosen(request)))


def organisation_feed(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a feed: the organisations that were last kept up."""
    filters = Filters(request.GET, facets.NAMES)
    found = facets.filtered(filters.chosen, day=today()).prefetch_related("theme_roles__theme")
    rows, page = newest_change_first(found), reverse("organisation_list")
    return feeds.answer(request, _("Organisaties"), page, rows, contents.organisations, filters=filters)
