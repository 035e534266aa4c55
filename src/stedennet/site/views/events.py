"""Events: the list, a month, calendars, and the pages of an event and of a series."""

import datetime as dt

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime

from stedennet.core.clock import now
from stedennet.core.combined_reads import prefetch_together
from stedennet.core.pages import get_readable_or_404, prevent_private_caching
from stedennet.events.models import EventPage, EventSeriesPage
from stedennet.lists.events import EVENTS

from ..cards import events as event_cards
from ..drawings import months
from ..embedding import frames, share_metadata, shareables
from ..feeds import calendars, contents
from .lists import PER_PAGE, ListPages
from .wagtail_pages import serve_page


def event_list(request: HttpRequest) -> HttpResponse:
    """List the upcoming events, followed by past events by year."""
    filters, moment = LIST_PAGES.filters(request), now()
    events = EVENTS.prepare(EVENTS.narrow(EVENTS.rows(), filters.chosen))
    page = Paginator(events.past(moment), PER_PAGE).get_page(request.GET.get("pagina"))
    upcoming = (
        [event_cards.build_event_card(event) for event in events.upcoming(moment)[:100]] if page.number == 1 else []
    )
    context = {
        "upcoming": upcoming,
        "past": [event_cards.build_event_card(event) for event in page.object_list],
        "page_obj": page,
        "month_url": filters.onto(reverse("event_month")),
        "share": {"code_url": reverse("embed_code_events", args=["alle"])},
        "oembed": frames.build_discovery_links(f"{settings.SITE_URL}{reverse('event_list')}"),
    }
    return render(request, "site/events/list.html", LIST_PAGES.context(filters) | context)


LIST_PAGES = ListPages(
    declared=EVENTS, view=event_list, entries=contents.build_event_entries, dates=calendars.build_event_entries
)


def event_month(request: HttpRequest) -> HttpResponse:
    """Show a month as a calendar: `?maand=2026-11`, or else the month of the first event to come, or this month."""
    filters, moment = LIST_PAGES.filters(request), now()
    coming = EVENTS.narrow(EVENTS.rows(), filters.chosen).upcoming(moment).values_list("starts_at", flat=True).first()
    # Of an event that is going on, this month counts, not the one in which it began.
    first = months.parse_month(request.GET.get("maand", ""), localtime(max(coming or moment, moment)).date())
    begin = dt.datetime.combine(first, dt.time(), get_current_timezone())
    end = dt.datetime.combine(months.find_next_month(first), dt.time(), get_current_timezone())
    rows = EVENTS.prepare(EVENTS.narrow(EVENTS.rows(), filters.chosen)).between(begin, end)
    events = [event_cards.build_event_card(event) for event in rows]
    context = {
        "first": first,
        "weeks": months.build_weeks(first, events),
        "previous": f"{months.find_previous_month(first):%Y-%m}",
        "next": f"{months.find_next_month(first):%Y-%m}",
        "query": filters.query,
        "list_url": filters.onto(reverse("event_list")),
    }
    return render(request, "site/events/month.html", context)


def export_event_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Serve an event, or all events of a series, as iCalendar."""
    series = EventSeriesPage.objects.public().filter(slug=slug).first()
    if series:
        return calendars.respond_with_calendar(
            request, series.title, calendars.build_event_entries(series.events.public())
        )
    event = get_readable_or_404(EventPage.objects.shown(), request, slug=slug)
    entries = calendars.build_event_entries(EventPage.objects.filter(pk=event.pk))
    return prevent_private_caching(event, calendars.respond_with_calendar(request, event.title, entries))


def show_event(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show an event; a series has an address of the same form."""
    return serve_page(request, EventPage.objects.select_related("organiser", "series"), slug)


def build_event_context(page: EventPage, request: HttpRequest) -> dict[str, object]:
    """The template context for the page of an event."""
    if not getattr(request, "is_preview", False):  # a preview's parts are not in the database yet
        prefetch_together(page, "themes__scheme", "programme")
    share = share_metadata.build_share_metadata(shareables.build_event_shareable(page)) if page.slug else {}
    return {**event_cards.build_event_page(page), "share": share}


def build_series_context(page: EventSeriesPage, request: HttpRequest) -> dict[str, object]:
    """The template context for the page of a series."""
    return event_cards.build_series_page(page)
