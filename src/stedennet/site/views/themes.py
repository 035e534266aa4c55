"""The themes: the division with its crosswalk, a theme's own page, and joining it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from stedennet.calls.querysets import funnel
from stedennet.core.clock import today
from stedennet.core.text import get_localised_text
from stedennet.initiatives.models import Initiative
from stedennet.lists.themes import THEMES
from stedennet.network.flows.join_requests import submit_join_request
from stedennet.network.models import Theme, ThemeLink, ThemeRole

from .. import news
from ..cards import initiatives as initiative_cards
from ..cards import network as network_cards
from ..embedding import share_metadata, shareables
from ..feeds import calendars, contents
from ..forms.themes import JoinForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from . import articles, events, fediverse
from .lists import ListPages


def theme_list(request: HttpRequest) -> HttpResponse:
    """Every scheme with its division, and how the schemes relate."""
    themes = list(THEMES.rows())
    schemes = {one.scheme_id: one.scheme for one in themes}
    links = ThemeLink.objects.select_related("theme_a__scheme", "theme_b__scheme")
    context = {
        "schemes": [
            {
                "scheme": network_cards.build_scheme_card(scheme),
                "themes": [network_cards.build_division_row(one) for one in themes if one.scheme_id == key],
            }
            for key, scheme in schemes.items()
        ],
        "crosswalk": [_build_crosswalk_row(link) for link in links],
    }
    return render(request, "site/themes/list.html", context)


LIST_PAGES = ListPages(declared=THEMES, view=theme_list, entries=contents.build_theme_entries)


def export_theme_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything dated of a theme as iCalendar."""
    one = get_object_or_404(Theme, slug=slug)
    return calendars.respond_with_calendar(request, one.title, calendars.list_theme_entries(slug))


def _build_crosswalk_row(link: ThemeLink) -> dict[str, Any]:
    note = get_localised_text(link, "note")
    return {
        "a": network_cards.build_theme_card(link.theme_a),
        "b": network_cards.build_theme_card(link.theme_b),
        "kind_label": link.get_kind_display(),
        "note": note,
    }


def show_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme: what it is about, who leads it, who takes part, who led it before."""
    one = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    day = today()
    roles = list(one.roles.select_related("organisation").order_by("organisation__name"))
    now = [role for role in roles if role.holds_on(day)]
    lead = next((role for role in now if role.role == ThemeRole.Role.LEAD), None)
    former = [role for role in roles if role.role == ThemeRole.Role.LEAD and role.ends_on and role.ends_on <= day]
    taking_part = {role.organisation_id for role in now if role.role != ThemeRole.Role.FOLLOWER}
    context = {
        "theme": network_cards.build_theme_card(one),
        "lead": network_cards.build_role_card(lead) if lead else None,
        "participants": [
            network_cards.build_role_card(role) for role in now if role.role == ThemeRole.Role.PARTICIPANT
        ],
        "followers": [network_cards.build_role_card(role) for role in now if role.role == ThemeRole.Role.FOLLOWER],
        "former_leads": [
            network_cards.build_role_card(role)
            for role in sorted(former, key=lambda role: role.ends_on or day, reverse=True)
        ],
        "related": _list_related_themes(one),
        "join_url": reverse("theme_join", args=[one.slug]),
        "initiatives": list_most_adopted_initiatives(one),
        "funnel": funnel.count_theme_funnel(one.slug),
        "calls_url": f"{reverse('call_list')}?thema={one.slug}",
        "articles": articles.list_latest_articles(3, theme=one.slug),
        "events": events.list_upcoming_events(3, theme=one.slug),
        "news": news.list_latest_news(6, subject=one),
        "fediverse": fediverse.find_theme_account(one),
        "calendar_url": reverse("theme_calendar", args=[one.slug]),
        "share": share_metadata.build_share_metadata(
            shareables.build_theme_shareable(
                one, lead=lead.organisation.name if lead else "", organisations=len(taking_part)
            )
        ),
    }
    return render(request, "site/themes/page.html", context)


def list_most_adopted_initiatives(one: Theme) -> dict[str, Any]:
    """What is reused most on a theme, what nobody took over yet, and how many there are; two queries."""
    rows = Initiative.objects.published().about(one.slug)
    most = [initiative_cards.build_adopted_brief(row) for row in rows.most_reused()[:5]]
    never = [initiative_cards.build_initiative_brief(row) for row in rows.never_reused()[:5]]
    url = f"{reverse('initiative_list')}?thema={one.slug}"
    return {"most": most, "never": never, "url": url} if most or never else {}


def _list_related_themes(one: Theme) -> list[dict[str, Any]]:
    links = (ThemeLink.objects.filter(theme_a=one) | ThemeLink.objects.filter(theme_b=one)).select_related(
        "theme_a__scheme", "theme_b__scheme"
    )
    return [
        {
            **network_cards.build_theme_card(link.theme_b if link.theme_a_id == one.pk else link.theme_a),
            "kind_label": link.get_kind_display(),
        }
        for link in links
    ]


def join_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The form with which somebody asks the lead to join; what was typed stays when something is wrong."""
    one = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    form = JoinForm(request.POST or None, person=person_of(request))
    return handle_public_form(
        request,
        form,
        lambda: submit_join_request(one, form.wish),
        what="join",
        thanks=reverse("theme_join_done", args=[one.slug]),
        template="site/themes/join.html",
        context={"theme": network_cards.build_theme_card(one)},
    )


def show_join_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks, and what happens next."""
    one = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    return render(request, "site/themes/join_done.html", {"theme": network_cards.build_theme_card(one)})
