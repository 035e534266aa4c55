"""Events as plain values with URLs, for templates, feeds and calendars."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stedennet.events.models import EventPage
from stedennet.events.rules.calendars import CalendarEntry

from ..linked_data import render_json_ld
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
        "title": event.title,
        "url": event.get_url(),
        "kind_label": event.get_kind_display(),
        "summary": event.summary,
        "when": format_period(event),
        "day": localtime(event.starts_at).date(),
        "year": localtime(event.starts_at).year,
        "where": event.place or (_("online") if event.online_url else ""),
        "by": event.by,
        "is_cancelled": event.is_cancelled,
        "is_example": event.is_example,
    }


def format_period(event: EventPage) -> str:
    """Return the day or days of an event in words, with the time when it is known."""
    begin, end = localtime(event.starts_at), localtime(event.ends_at)
    first, last = date_format(begin, "j F Y"), date_format(end, "j F Y")
    if not event.time_known:
        return first if first == last else _("%(begin)s tot en met %(end)s") % {"begin": first, "end": last}
    if first == last:
        hours = {"day": first, "begin": date_format(begin, "H:i"), "end": date_format(end, "H:i")}
        return _("%(day)s, %(begin)s tot %(end)s uur") % hours
    return _("%(begin)s tot %(end)s") % {
        "begin": date_format(begin, "j F Y H:i"),
        "end": date_format(end, "j F Y H:i"),
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
        labels=tuple(theme.title for theme in event.themes.all()),
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
