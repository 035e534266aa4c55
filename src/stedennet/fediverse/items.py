"""What a record of the site says to the fediverse: read where the search index reads, so only what is public."""

from collections.abc import Mapping
from typing import Any

from stedennet.changes.models import Change
from stedennet.events.models import EventPage
from stedennet.search import sources
from stedennet.search.records import Record

from . import links
from .models import Post
from .rules.documents import Item, format_moment

KINDS = {
    "publications.articlepage": Post.Kind.ARTICLE,
    "events.eventpage": Post.Kind.EVENT,
    "initiatives.initiative": Post.Kind.NOTE,
    "calls.call": Post.Kind.NOTE,
    "agenda.strategy": Post.Kind.NOTE,
    "agenda.edition": Post.Kind.NOTE,
    "agenda.action": Post.Kind.NOTE,
}
"""Which records are told, and as what."""
NEWS = "agenda."
"""For these records the line of the log is the news: what was decided, or how it goes."""


def build_item(line: Change) -> Item | None:
    """The record that the line is about, as it is now; None when it is not public or not told here."""
    if line.subject_type not in KINDS:
        return None
    record = _find_record(line)
    pages = {
        language: links.get_url("page", line.subject_type, line.subject_id, language) for language in ("nl", "en")
    }
    if record is None or not all(pages.values()):
        return None
    title, text = _build_texts(line, record)
    more = _build_event_fields(line.subject_id) if line.subject_type == "events.eventpage" else {}
    return Item(KINDS[line.subject_type], title, text, pages, record.themes, more)


def _find_record(line: Change) -> Record | None:
    reader = next(one for one in sources.get_registered_sources() if one.subject == line.subject_type)
    return next(iter(reader.read([line.subject_id])), None)


def _build_texts(line: Change, record: Record) -> tuple[dict[str, str], dict[str, str]]:
    title, text = {"nl": record.title}, {"nl": record.lead}
    if record.title_en:
        title["en"], text["en"] = record.title_en, record.lead_en or record.lead
    if record.title_en == record.title and record.lead_en and not record.lead:
        # An article or event in English only: its title stands under both languages.
        title, text = {"en": record.title_en}, {"en": record.lead_en}
    if line.subject_type.startswith(NEWS) and line.note:
        text["nl"] = line.note
        if "en" in text:
            text["en"] = line.note_en or line.note
    return title, text


def _build_event_fields(key: str) -> Mapping[str, Any]:
    page = EventPage.objects.get(pk=key)
    place = {"location": {"type": "Place", "name": page.place}} if page.place else {}
    return {"startTime": format_moment(page.starts_at), "endTime": format_moment(page.ends_at), **place}
