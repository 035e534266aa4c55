"""The demo's events, from TOML files: real ones with their source, and examples in the future."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.utils.html import format_html_join
from django.utils.timezone import get_current_timezone
from wagtail.models import Page

from stedennet.core.clock import today
from stedennet.events.flows import index_page
from stedennet.events.models import EventPage, EventSeriesPage, ProgrammeItem
from stedennet.network.models import Organisation, Theme

EventTable = dict[str, Any]
"""The TOML of an event, as it stands in its file."""
FOLDER = Path(__file__).parent / "content" / "events"
KINDS = {
    "meeting": EventPage.Kind.MEETING,
    "webinar": EventPage.Kind.WEBINAR,
    "theme_meeting": EventPage.Kind.THEME_MEETING,
    "challenge": EventPage.Kind.CHALLENGE,
    "data_day": EventPage.Kind.DATA_DAY,
    "conference": EventPage.Kind.CONFERENCE,
}


WEEKEND = (5, 6)
FIXED_HOLIDAYS = {(1, 1), (4, 27), (12, 25), (12, 26)}
"""Month and day of the Dutch holidays that fall on the same day each year (except Liberation Day, a working day)."""


def load_events() -> int:
    """Publish the events that do not exist yet, leaving existing ones alone; return how many."""
    index = index_page.ensure_index_page()
    for series in _read_toml(FOLDER / "series.toml").get("series", []):
        if not EventSeriesPage.objects.filter(slug=series["slug"]).exists():
            _publish_page(index, EventSeriesPage(**series))
    return sum(_load_event(index, event) for event in read_events())


def read_events() -> list[EventTable]:
    """The events of all files, in the order of their names."""
    return [_read_toml(path) for path in sorted(FOLDER.glob("*.toml")) if path.name != "series.toml"]


def _read_toml(path: Path) -> EventTable:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _load_event(index: Page, data: EventTable) -> bool:
    if EventPage.objects.filter(slug=data["slug"]).exists():
        return False
    start, end = _parse_times(data)
    page = EventPage(
        title=data["title"],
        slug=data["slug"],
        kind=KINDS[data["kind"]],
        summary=data["summary"],
        description=_build_paragraphs(data.get("description", "")),
        starts_at=start,
        ends_at=end,
        time_known=data.get("time_known", "time" in data),
        place=data.get("place", ""),
        online_url=data.get("online_url", ""),
        organiser=Organisation.objects.get(slug=data["organiser"]) if data.get("organiser") else None,
        organiser_name=data.get("organiser_name", ""),
        series=EventSeriesPage.objects.get(slug=data["series"]) if data.get("series") else None,
        source_url=data.get("source_url", ""),
        is_example=data.get("example", False),
        registration=data.get("registration", False),
        capacity=data.get("capacity"),
    )
    page.themes = list(Theme.objects.filter(slug__in=data.get("themes", [])))
    page.programme = [
        ProgrammeItem(
            time=dt.time.fromisoformat(item["time"]) if item.get("time") else None,
            title=item["title"],
            speakers=item.get("speakers", ""),
        )
        for item in data.get("programme", [])
    ]
    _publish_page(index, page)
    return True


def _publish_page(index: Page, page: Page) -> None:
    index.add_child(instance=page)
    page.save_revision().publish()


def _parse_times(data: EventTable) -> tuple[dt.datetime, dt.datetime]:
    if "days_from_now" in data:
        day = find_working_day(today() + dt.timedelta(days=data["days_from_now"]))
        start = dt.datetime.combine(day, dt.time.fromisoformat(data["time"]), get_current_timezone())
        return start, start + dt.timedelta(minutes=data.get("duration_minutes", 60))
    start = _parse_moment(data["start"], dt.time(9))
    return start, _parse_moment(data.get("end", data["start"]), dt.time(17))


def find_working_day(day: dt.date) -> dt.date:
    """This day, or the first working day after it."""
    while day.weekday() in WEEKEND or (day.month, day.day) in FIXED_HOLIDAYS:
        day += dt.timedelta(days=1)
    return day


def _parse_moment(value: object, time: dt.time) -> dt.datetime:
    # An event whose source gives only the date gets office hours; `time_known` keeps these off the page.
    text = str(value)
    naive = (
        dt.datetime.fromisoformat(text) if len(text) > 10 else dt.datetime.combine(dt.date.fromisoformat(text), time)
    )
    return naive.replace(tzinfo=naive.tzinfo or get_current_timezone())


def _build_paragraphs(text: str) -> str:
    return format_html_join("", "<p>{}</p>", ((part.strip(),) for part in text.split("\n\n") if part.strip()))
