"""The events: list, month, calendars, one event, one series."""

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, prefetch_related_objects
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import now
from stedennet.core.folded_text import fold_text
from stedennet.core.pages import get_readable_or_404, prevent_private_caching
from stedennet.events.flows.registrations import can_register
from stedennet.events.models import EventPage, EventSeriesPage
from stedennet.events.rules import waiting_lists
from stedennet.network.models import Theme
from stedennet.network.querysets.facets import Option

from .. import feeds, open_data
from ..cards import dispatches as dispatch_cards
from ..cards import events as event_cards
from ..drawings import months
from ..embedding import frames, share_metadata, shareables
from ..feeds import calendars, contents
from ..filters import Filters
from ..follow_links import build_follow_url

NAMES = ("thema", "soort", "jaar")
LABELS = {"thema": gettext_lazy("Thema"), "soort": gettext_lazy("Soort"), "jaar": gettext_lazy("Jaar")}
PER_PAGE = 24
COLUMNS = ("titel", "soort", "begint", "eindigt", "plaats", "organisator", "themas", "gaat_door", "adres", "bron")


def filtered(chosen: dict[str, str], *, without: str = "") -> Any:
    """The public events that fit what was chosen; `without` names a filter to leave out of account."""
    rows = EventPage.objects.public()
    wanted = {name: value for name, value in chosen.items() if name != without}
    if "thema" in wanted:
        rows = rows.for_theme(wanted["thema"])
    if "soort" in wanted:
        rows = rows.of_kind(wanted["soort"])
    if "jaar" in wanted:
        year = wanted["jaar"]
        rows = rows.in_year(int(year)) if re.fullmatch("(19|20)[0-9]{2}", year) else rows.none()
    if "q" in wanted:
        rows = rows.filter(title__folded__contains=fold_text(wanted["q"]))
    return rows


def options(name: str, filters: Filters) -> list[Option]:
    """The options of one filter with their words."""
    rows = filtered(filters.chosen, without=name).order_by()
    if name == "thema":
        counts = dict(rows.values_list("themes").annotate(n=Count("pk", distinct=True)))
        themes = Theme.objects.select_related("scheme")
        return [Option(one.slug, one.full_title, counts.get(one.pk, 0)) for one in themes]
    if name == "soort":
        counts = dict(rows.values_list("kind").annotate(n=Count("pk")))
        return [Option(value, str(label), counts.get(value, 0)) for value, label in EventPage.Kind.choices]
    years = rows.annotate(year=ExtractYear("starts_at")).values_list("year").annotate(n=Count("pk")).order_by("-year")
    return [Option(str(year), str(year), number) for year, number in years]


def event_list(request: HttpRequest) -> HttpResponse:
    """What is to come first, what is over below it, by year."""
    filters, moment = Filters(request.GET, NAMES), now()
    rows = filtered(filters.chosen).with_parts()
    page = Paginator(rows.past(moment), PER_PAGE).get_page(request.GET.get("pagina"))
    upcoming = [event_cards.build_event_card(one) for one in rows.upcoming(moment)[:100]] if page.number == 1 else []
    facets: list[dict[str, Any]] = [
        {"name": name, "label": LABELS[name], "options": filters.options(name, options(name, filters))}
        for name in NAMES
    ]
    context = {
        "upcoming": upcoming,
        "past": [event_cards.build_event_card(one) for one in page.object_list],
        "page_obj": page,
        "facets": facets,
        "active_filters": filters.active({str(one["name"]): one["options"] for one in facets}),
        "q": filters.chosen.get("q", ""),
        "query": filters.query,
        "csv_url": filters.onto(reverse("event_csv")),
        "json_url": filters.onto(reverse("event_json")),
        "feed_url": filters.onto(reverse("event_feed")),
        "follow_url": build_follow_url("evenementen", filters),
        "calendar_url": filters.onto(reverse("event_calendar")),
        "month_url": filters.onto(reverse("event_month")),
        "share": {"code_url": reverse("embed_code_events", args=["alle"])},
        "oembed": frames.build_discovery_links(f"{settings.SITE_URL}{reverse('event_list')}"),
    }
    return render(request, "site/events/list.html", context)


def event_month(request: HttpRequest) -> HttpResponse:
    """One month as a calendar; `maand` is such as 2026-11, this month when it is missing or makes no sense."""
    filters = Filters(request.GET, NAMES)
    first = months.parse_month(request.GET.get("maand", ""), localtime(now()).date())
    begin = dt.datetime.combine(first, dt.time(), get_current_timezone())
    end = dt.datetime.combine(months.find_next_month(first), dt.time(), get_current_timezone())
    events = [event_cards.build_event_card(one) for one in filtered(filters.chosen).with_parts().between(begin, end)]
    context = {
        "first": first,
        "weeks": months.build_weeks(first, events),
        "previous": f"{months.find_previous_month(first):%Y-%m}",
        "next": f"{months.find_next_month(first):%Y-%m}",
        "query": filters.query,
        "list_url": filters.onto(reverse("event_list")),
    }
    return render(request, "site/events/month.html", context)


def list_upcoming_events(number: int, *, theme: str = "", organiser: str = "") -> list[dict[str, Any]]:
    """The first events to come, of a theme or an organiser when one is given; what is over only when nothing comes."""
    rows = EventPage.objects.public()
    rows = rows.for_theme(theme) if theme else rows.by_organiser(organiser) if organiser else rows
    rows, moment = rows.with_organiser(), now()
    found = list(rows.upcoming(moment)[:number]) or list(rows.past(moment)[:number])
    return [event_cards.build_event_brief(one) for one in found]


def event_calendar(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as iCalendar."""
    rows = filtered(Filters(request.GET, NAMES).chosen)
    return calendars.respond_with_calendar(request, _("Evenementen"), calendars.build_event_entries(rows))


def export_event_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One event, or all of a series, as iCalendar."""
    series = EventSeriesPage.objects.public().filter(slug=slug).first()
    if series:
        return calendars.respond_with_calendar(
            request, series.title, calendars.build_event_entries(series.events.public())
        )
    event = get_readable_or_404(EventPage.objects.all(), request, slug=slug)
    entries = calendars.build_event_entries(EventPage.objects.filter(pk=event.pk))
    return prevent_private_caching(event, calendars.respond_with_calendar(request, event.title, entries))


def build_event_context(page: EventPage, request: HttpRequest) -> dict[str, Any]:
    """What an event's page shows."""
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


def build_series_context(page: EventSeriesPage, request: HttpRequest) -> dict[str, Any]:
    """What a series' page shows."""
    events, moment = page.events.public().with_parts(), now()
    return {
        "upcoming": [event_cards.build_event_card(one) for one in events.upcoming(moment)],
        "past": [event_cards.build_event_card(one) for one in events.past(moment)],
        "calendar_url": reverse("one_calendar", args=[page.slug]),
    }


def _as_data(one: EventPage) -> dict[str, Any]:
    return {
        "titel": one.title,
        "soort": one.get_kind_display(),
        "begint": localtime(one.starts_at).isoformat() if one.time_known else str(localtime(one.starts_at).date()),
        "eindigt": localtime(one.ends_at).isoformat() if one.time_known else str(localtime(one.ends_at).date()),
        "plaats": one.place or None,
        "organisator": one.by or None,
        "themas": ", ".join(theme.title for theme in one.themes.all()) or None,
        "gaat_door": not one.is_cancelled,
        "adres": event_cards.build_absolute_url(one),
        "bron": one.source_url or None,
    }


def _rows(request: HttpRequest) -> Any:
    return filtered(Filters(request.GET, NAMES).chosen).with_parts().order_by("-starts_at")


def event_csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    return open_data.build_csv_response("evenementen", COLUMNS, (_as_data(one) for one in _rows(request)))


def event_json(request: HttpRequest) -> HttpResponse:
    """The filtered list as JSON."""
    return open_data.build_json_response("evenementen", (_as_data(one) for one in _rows(request)))


def event_feed(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a feed, what changed last first."""
    filters = Filters(request.GET, NAMES)
    found = filtered(filters.chosen).with_parts().prefetch_related("programme")
    rows, page = order_by_newest_change(found, otherwise="last_published_at"), reverse("event_list")
    return feeds.respond_with_feed(
        request, _("Evenementen"), page, rows, contents.build_event_entries, filters=filters
    )
