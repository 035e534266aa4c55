"""The list of themes with its crosswalk, the page of a theme, and the form to join one."""

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
    """Show every scheme with its division of themes, and how the schemes relate."""
    themes = list(THEMES.rows())
    schemes = {theme.scheme_id: theme.scheme for theme in themes}
    links = ThemeLink.objects.select_related("theme_a__scheme", "theme_b__scheme")
    context = {
        "schemes": [
            {
                "scheme": network_cards.build_scheme_card(scheme),
                "themes": [network_cards.build_division_row(theme) for theme in themes if theme.scheme_id == key],
            }
            for key, scheme in schemes.items()
        ],
        "crosswalk": [_build_crosswalk_row(link) for link in links],
    }
    return render(request, "site/themes/list.html", context)


LIST_PAGES = ListPages(declared=THEMES, view=theme_list, entries=contents.build_theme_entries)


def export_theme_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Export the dates of a theme as iCalendar."""
    theme = get_object_or_404(Theme, slug=slug)
    return calendars.respond_with_calendar(request, theme.title, calendars.list_theme_entries(slug))


def _build_crosswalk_row(link: ThemeLink) -> dict[str, object]:
    note = get_localised_text(link, "note")
    return {
        "a": network_cards.build_theme_card(link.theme_a),
        "b": network_cards.build_theme_card(link.theme_b),
        "kind_label": link.get_kind_display(),
        "note": note,
    }


def show_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one theme: its content, lead, participants, followers and former leads."""
    theme = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    day = today()
    roles = list(theme.roles.select_related("organisation").order_by("organisation__name"))
    current_roles = [role for role in roles if role.holds_on(day)]
    lead_role = next((role for role in current_roles if role.role == ThemeRole.Role.LEAD), None)
    former_leads = [
        role for role in roles if role.role == ThemeRole.Role.LEAD and role.ends_on and role.ends_on <= day
    ]
    taking_part = {role.organisation_id for role in current_roles if role.role != ThemeRole.Role.FOLLOWER}
    context = {
        "theme": network_cards.build_theme_card(theme),
        "lead": network_cards.build_role_card(lead_role) if lead_role else None,
        "participants": [
            network_cards.build_role_card(role) for role in current_roles if role.role == ThemeRole.Role.PARTICIPANT
        ],
        "followers": [
            network_cards.build_role_card(role) for role in current_roles if role.role == ThemeRole.Role.FOLLOWER
        ],
        "former_leads": [
            network_cards.build_role_card(role)
            for role in sorted(former_leads, key=lambda role: role.ends_on or day, reverse=True)
        ],
        "related": _list_related_themes(theme),
        "join_url": reverse("theme_join", args=[theme.slug]),
        "initiatives": list_most_adopted_initiatives(theme),
        "funnel": funnel.count_theme_funnel(theme.slug),
        "calls_url": f"{reverse('call_list')}?thema={theme.slug}",
        "articles": articles.list_latest_articles(3, theme=theme.slug),
        "events": events.list_upcoming_events(3, theme=theme.slug),
        "news": news.list_latest_news(6, subject=theme),
        "fediverse": fediverse.find_theme_account(theme),
        "calendar_url": reverse("theme_calendar", args=[theme.slug]),
        "share": share_metadata.build_share_metadata(
            shareables.build_theme_shareable(
                theme, lead=lead_role.organisation.name if lead_role else "", organisations=len(taking_part)
            )
        ),
    }
    return render(request, "site/themes/page.html", context)


def list_most_adopted_initiatives(theme: Theme) -> dict[str, object]:
    """List the initiatives of a theme that are adopted most, and those not adopted yet; two queries."""
    initiatives = Initiative.objects.published().about(theme.slug)
    most = [initiative_cards.build_adopted_brief(initiative) for initiative in initiatives.most_reused()[:5]]
    never = [initiative_cards.build_initiative_brief(initiative) for initiative in initiatives.never_reused()[:5]]
    url = f"{reverse('initiative_list')}?thema={theme.slug}"
    return {"most": most, "never": never, "url": url} if most or never else {}


def _list_related_themes(theme: Theme) -> list[dict[str, object]]:
    links = (ThemeLink.objects.filter(theme_a=theme) | ThemeLink.objects.filter(theme_b=theme)).select_related(
        "theme_a__scheme", "theme_b__scheme"
    )
    return [
        {
            **network_cards.build_theme_card(link.theme_b if link.theme_a_id == theme.pk else link.theme_a),
            "kind_label": link.get_kind_display(),
        }
        for link in links
    ]


def join_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the lead of a theme to join it; typed text stays when a field is wrong."""
    theme = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    form = JoinForm(request.POST or None, person=person_of(request))
    return handle_public_form(
        request,
        form,
        lambda: submit_join_request(theme, form.wish),
        what="join",
        thanks=reverse("theme_join_done", args=[theme.slug]),
        template="site/themes/join.html",
        context={"theme": network_cards.build_theme_card(theme)},
    )


def show_join_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank the sender and say what happens next."""
    theme = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    return render(request, "site/themes/join_done.html", {"theme": network_cards.build_theme_card(theme)})
