"""The list of organisations, and the page and calendar of one organisation."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from stedennet.core.clock import today
from stedennet.lists.organisations import ORGANISATIONS
from stedennet.network.models import Organisation

from ..cards import organisations as organisation_cards
from ..feeds import calendars, contents
from .lists import ListPages

LIST_PAGES = ListPages(
    declared=ORGANISATIONS,
    template="site/organisations/list.html",
    cards=lambda organisations: {"organisations": organisation_cards.build_organisation_rows(organisations)},
    entries=contents.build_organisation_entries,
)


def show_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one organisation: its facts, roles, groups and the steps in which it joined.

    An organisation that merged into another redirects to it, which says so; with `?verleden` it has its own page.
    """
    organisation = get_object_or_404(
        Organisation.objects.shown().select_related("province", "seat", "successor"), slug=slug
    )
    day = today()
    if (heir := organisation.find_last_heir(day)) and organisation_cards.PAST not in request.GET:
        return redirect(f"{reverse('organisation', args=[heir.slug])}?{organisation_cards.FORMER}={organisation.slug}")
    context = organisation_cards.build_organisation_page(organisation, day=day)
    context |= organisation_cards.build_former_name(organisation, request.GET.get(organisation_cards.FORMER), day=day)
    return render(request, "site/organisations/page.html", context)


def export_organisation_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Export the dates of an organisation as iCalendar; one that merged into another redirects to it."""
    organisation = get_object_or_404(Organisation.objects.shown().select_related("successor"), slug=slug)
    if successor := organisation.heir_on(today()):
        return redirect("organisation_calendar", slug=successor.slug)
    return calendars.respond_with_calendar(request, organisation.name, calendars.list_organisation_entries(slug))
