"""What templates, feeds and calendars show of events: plain values with their addresses."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stedennet.events.rules.calendars import CalendarEntry

from ..linked_data import render_json_ld
from . import network as network_cards


def build_event_card(one: Any) -> dict[str, Any]:
    """An event in a list."""
    return {**build_event_brief(one), "themes": [network_cards.build_theme_card(theme) for theme in one.themes.all()]}


def build_event_brief(one: Any) -> dict[str, Any]:
    """An event in a short list on another page."""
    return {
        "title": one.title,
        "url": one.get_url(),
        "kind_label": one.get_kind_display(),
        "summary": one.summary,
        "when": format_period(one),
        "day": localtime(one.starts_at).date(),
        "year": localtime(one.starts_at).year,
        "where": one.place or (_("online") if one.online_url else ""),
        "by": one.by,
        "is_cancelled": one.is_cancelled,
        "is_example": one.is_example,
    }


def format_period(one: Any) -> str:
    """The day or days, with the time when it is known."""
    begin, end = localtime(one.starts_at), localtime(one.ends_at)
    first, last = date_format(begin, "j F Y"), date_format(end, "j F Y")
    if not one.time_known:
        return first if first == last else _("%(begin)s tot en met %(end)s") % {"begin": first, "end": last}
    if first == last:
        hours = {"day": first, "begin": date_format(begin, "H:i"), "end": date_format(end, "H:i")}
        return _("%(day)s, %(begin)s tot %(end)s uur") % hours
    return _("%(begin)s tot %(end)s") % {
        "begin": date_format(begin, "j F Y H:i"),
        "end": date_format(end, "j F Y H:i"),
    }


def build_absolute_url(one: Any) -> str:
    """The event's address with the site's name."""
    return f"{settings.SITE_URL}{one.get_url()}"


def build_calendar_entry(one: Any) -> CalendarEntry:
    """An event for the calendar; the link to take part online only when everybody may have it."""
    open_link = one.online_url if one.online_url and not one.online_only_for_registered else ""
    host = urlsplit(settings.SITE_URL).hostname
    return CalendarEntry(
        uid=f"event-{one.pk}@{host}",
        sequence=one.sequence,
        title=one.title,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        time_known=one.time_known,
        changed_at=one.last_published_at or one.starts_at,
        text=one.summary,
        place=one.place or open_link,
        url=build_absolute_url(one),
        organiser=one.by,
        cancelled=one.is_cancelled,
        labels=tuple(theme.title for theme in one.themes.all()),
    )


def build_linked_data(one: Any) -> str:
    """schema.org Event."""
    status = "EventCancelled" if one.is_cancelled else "EventScheduled"
    place = {"@type": "Place", "name": one.place, "address": one.place} if one.place else None
    online = {"@type": "VirtualLocation", "url": build_absolute_url(one)} if one.online_url else None
    return render_json_ld(
        {
            "@type": "Event",
            "name": one.title,
            "description": one.summary or strip_tags(one.description)[:250],
            "startDate": localtime(one.starts_at).isoformat()
            if one.time_known
            else str(localtime(one.starts_at).date()),
            "endDate": localtime(one.ends_at).isoformat() if one.time_known else str(localtime(one.ends_at).date()),
            "eventStatus": f"https://schema.org/{status}",
            "location": [spot for spot in (place, online) if spot],
            "organizer": {"@type": "Organization", "name": one.by} if one.by else None,
            "url": build_absolute_url(one),
            "inLanguage": one.language,
        }
    )
