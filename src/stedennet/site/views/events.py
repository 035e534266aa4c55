"""Events: the list, a month, calendars, and the pages of an event and of a series."""

import datetime as dt

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime

from stedennet.core.clock import now
from stedennet.core.pages import get_readable_or_404, prevent_private_caching
from stedennet.events.flows.registrations import can_register
from stedennet.events.models import EventPage, EventSeriesPage
from stedennet.events.rules import waiting_lists
from stedennet.lists.events import EVENTS

from ..cards import dispatches as dispatch_cards
from ..cards import events as event_cards
from ..drawings import months
from ..embedding import frames, share_metadata, shareables
from ..feeds import calendars, contents
from .lists import PER_PAGE, ListPages


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
    """Show a month as a calendar: `?maand=2026-11`, or the current month when it is missing or invalid."""
    filters = LIST_PAGES.filters(request)
    first = months.parse_month(request.GET.get("maand", ""), localtime(now()).date())
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


def list_upcoming_events(number: int, *, theme: str = "", organiser: str = "") -> list[dict[str, object]]:
    """The next `number` events, optionally of a theme or an organiser; without any, the latest past ones."""
    events = EventPage.objects.public()
    events = events.for_theme(theme) if theme else events.by_organiser(organiser) if organiser else events
    events, moment = events.with_organiser(), now()
    listed = list(events.upcoming(moment)[:number]) or list(events.past(moment)[:number])
    return [event_cards.build_event_brief(event) for event in listed]


def export_event_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Serve an event, or all events of a series, as iCalendar."""
    series = EventSeriesPage.objects.public().filter(slug=slug).first()
    if series:
        return calendars.respond_with_calendar(
            request, series.title, calendars.build_event_entries(series.events.public())
        )
    event = get_readable_or_404(EventPage.objects.all(), request, slug=slug)
    entries = calendars.build_event_entries(EventPage.objects.filter(pk=event.pk))
    return prevent_private_caching(event, calendars.respond_with_calendar(request, event.title, entries))


def build_event_context(page: EventPage, request: HttpRequest) -> dict[str, object]:
    """The template context for the page of an event."""
    if not getattr(request, "is_preview", False):  # a preview's parts are not in the database yet
        prefetch_related_objects([page], "themes__scheme")
    counts = page.registrations.counts() if page.registration and page.pk else {"held": 0, "waiting": 0}
    left = waiting_lists.count_free_places([waiting_lists.Status.PLACE] * counts["held"], page.capacity)
    return {
        "event": event_cards.build_event_card(page),
        "description": page.description,
        "programme": page.programme.all(),
        "series": _build_series_link(page.public_series),
        "organiser_url": reverse("organisation", args=[page.organiser.slug]) if page.organiser else "",
        "online_url": page.online_url if not page.online_only_for_registered else "",
        "online_later": bool(page.online_url and page.online_only_for_registered),
        "can_register": can_register(page),
        "left": left,
        "is_full": left is not None and (left == 0 or counts["waiting"] > 0),
        "waiting": counts["waiting"],
        "register_url": reverse("event_register", args=[page.slug]),
        "calendar_url": reverse("one_calendar", args=[page.slug]),
        "is_past": page.ends_at < now(),
        "linked_data": event_cards.build_linked_data(page),
        "went": dispatch_cards.count_dispatches(page) if page.pk else None,
        "share": share_metadata.build_share_metadata(shareables.build_event_shareable(page)) if page.slug else {},
    }


def _build_series_link(series: EventSeriesPage | None) -> dict[str, str] | None:
    return {"title": series.title, "url": series.get_url()} if series else None


def build_series_context(page: EventSeriesPage, request: HttpRequest) -> dict[str, object]:
    """The template context for the page of a series."""
    events, moment = page.events.public().with_parts(), now()
    return {
        "upcoming": [event_cards.build_event_card(event) for event in events.upcoming(moment)],
        "past": [event_cards.build_event_card(event) for event in events.past(moment)],
        "calendar_url": reverse("one_calendar", args=[page.slug]),
    }
