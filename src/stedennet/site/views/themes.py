"""The list of themes with its crosswalk, the page of a theme, and the form to join one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from stedennet.core.clock import today
from stedennet.lists.crosswalk import RELATED, YES
from stedennet.lists.themes import THEMES
from stedennet.network.flows.join_requests import submit_join_request
from stedennet.network.models import Theme

from ..cards import network as network_cards
from ..cards import themes as theme_cards
from ..feeds import calendars, contents
from ..forms.themes import JoinForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from .lists import ListPages


def theme_list(request: HttpRequest) -> HttpResponse:
    """Show every scheme with its division of themes, and how the schemes relate."""
    with_related = request.GET.get(RELATED) == YES
    context = theme_cards.build_theme_list(THEMES.rows(), day=today(), with_related=with_related)
    url = reverse("theme_list")
    context |= {"is_wide": with_related, "switch_url": url if with_related else f"{url}?{RELATED}={YES}"}
    return render(request, "site/themes/list.html", context)


LIST_PAGES = ListPages(declared=THEMES, view=theme_list, entries=contents.build_theme_entries)


def export_theme_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Export the dates of a theme as iCalendar."""
    theme = get_object_or_404(Theme, slug=slug)
    return calendars.respond_with_calendar(request, theme.clear_title, calendars.list_theme_entries(slug))


def show_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one theme: its lead, participants, followers and former leads; with `verwant` also what is related."""
    theme = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    with_related = request.GET.get(RELATED) == YES
    page = theme_cards.build_theme_page(theme, day=today(), with_related=with_related)
    return render(request, "site/themes/page.html", page)


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
