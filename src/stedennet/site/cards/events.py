"""Events as plain values with URLs, for templates, feeds and calendars."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stedennet.core.clock import now
from stedennet.core.text import mark_language
from stedennet.events.flows.registrations import can_register
from stedennet.events.models import EventPage, EventSeriesPage
from stedennet.events.rules import waiting_lists
from stedennet.events.rules.calendars import CalendarEntry

from ..linked_data import render_json_ld
from . import dispatches as dispatch_cards
from . import network as network_cards


def build_event_card(event: EventPage) -> dict[str, Any]:
    """Return the card of an event in a list, with its themes."""
    return {
        **build_event_brief(event),
        "themes": [network_cards.build_theme_card(theme) for theme in event.themes.all()],
    }


def build_event_brief(event: EventPage) -> dict[str, Any]:
    """Return an event for a short list on another page."""
    return {
        "title": mark_language(event.title, event.language),
        "url": event.get_url(),
        "kind_label": event.get_kind_display(),
        "summary": mark_language(event.summary, event.language) if event.summary else "",
        "when": format_period(event),
        "day": localtime(event.starts_at).date(),
        "year": localtime(event.starts_at).year,
        "where": event.place or (_("online") if event.online_url else ""),
        "by": event.by,
        "is_cancelled": event.is_cancelled,
        "is_past": event.ends_at < now(),
        "is_example": event.is_example,
    }


def format_period(event: EventPage) -> str:
    """Return the day or days of an event in words with the weekday, and with the time when it is known."""
    begin, end = localtime(event.starts_at), localtime(event.ends_at)
    first, last = date_format(begin, "l j F Y"), date_format(end, "l j F Y")
    if not event.time_known:
        return first if first == last else _("%(begin)s tot en met %(end)s") % {"begin": first, "end": last}
    if first == last:
        hours = {"day": first, "begin": date_format(begin, "H:i"), "end": date_format(end, "H:i")}
        return _("%(day)s, %(begin)s tot %(end)s uur") % hours
    return _("%(begin)s tot %(end)s") % {
        "begin": date_format(begin, "l j F Y H:i"),
        "end": date_format(end, "l j F Y H:i"),
    }


def build_absolute_url(event: EventPage) -> str:
    """Return the absolute URL of the event."""
    return f"{settings.SITE_URL}{event.get_url()}"


def build_calendar_entry(event: EventPage) -> CalendarEntry:
    """Return the event as a calendar entry, with the link to attend online only when that is public."""
    open_link = event.online_url if event.online_url and not event.online_only_for_registered else ""
    host = urlsplit(settings.SITE_URL).hostname
    return CalendarEntry(
        uid=f"event-{event.pk}@{host}",
        sequence=event.sequence,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_known=event.time_known,
        changed_at=event.last_published_at or event.starts_at,
        text=event.summary,
        place=event.place or open_link,
        url=build_absolute_url(event),
        organiser=event.by,
        cancelled=event.is_cancelled,
        labels=tuple(theme.clear_title for theme in event.themes.all()),
    )


def build_linked_data(event: EventPage) -> str:
    """Render the event as a schema.org Event."""
    status = "EventCancelled" if event.is_cancelled else "EventScheduled"
    place = {"@type": "Place", "name": event.place, "address": event.place} if event.place else None
    online = {"@type": "VirtualLocation", "url": build_absolute_url(event)} if event.online_url else None
    return render_json_ld(
        {
            "@type": "Event",
            "name": event.title,
            "description": event.summary or strip_tags(event.description)[:250],
            "startDate": localtime(event.starts_at).isoformat()
            if event.time_known
            else str(localtime(event.starts_at).date()),
            "endDate": localtime(event.ends_at).isoformat()
            if event.time_known
            else str(localtime(event.ends_at).date()),
            "eventStatus": f"https://schema.org/{status}",
            "location": [location for location in (place, online) if location],
            "organizer": {"@type": "Organization", "name": event.by} if event.by else None,
            "url": build_absolute_url(event),
            "inLanguage": event.language,
        }
    )


def list_upcoming_events(number: int) -> list[dict[str, object]]:
    """List the next `number` events; without any, the latest past ones."""
    events, moment = EventPage.objects.public().with_organiser(), now()
    listed = list(events.upcoming(moment)[:number]) or list(events.past(moment)[:number])
    return [build_event_brief(event) for event in listed]


def build_event_page(page: EventPage) -> dict[str, object]:
    """Return everything that the page of an event shows."""
    counts = page.registrations.counts() if page.registration and page.pk else {"held": 0, "waiting": 0}
    left = waiting_lists.count_free_places([waiting_lists.Status.PLACE] * counts["held"], page.capacity)
    return {
        "event": build_event_card(page),
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
        "linked_data": build_linked_data(page),
        "went": dispatch_cards.count_dispatches(page) if page.pk else None,
    }


def _build_series_link(series: EventSeriesPage | None) -> dict[str, str] | None:
    return {"title": series.title, "url": series.get_url()} if series else None


def build_series_page(page: EventSeriesPage) -> dict[str, object]:
    """Return everything that the page of a series shows."""
    events, moment = page.events.public().with_parts(), now()
    return {
        "upcoming": [build_event_card(event) for event in events.upcoming(moment)],
        "past": [build_event_card(event) for event in events.past(moment)],
        "calendar_url": reverse("one_calendar", args=[page.slug]),
    }
