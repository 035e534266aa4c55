"""Builds the item to publish for a record, from the sources of the search index, so only what is public."""

from collections.abc import Mapping

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
"""Published subject types, and the kind of post for each."""
NOTE_PREFIX = "agenda."
"""For these records the note in the log is the text: a decision or progress."""


def build_item(change: Change) -> Item | None:
    """Build the item for the subject of a change, in its current form; None if it is not to be published."""
    if change.subject_type not in KINDS:
        return None
    record = _find_record(change)
    pages = {
        language: links.get_url("page", change.subject_type, change.subject_id, language) for language in ("nl", "en")
    }
    if record is None or not all(pages.values()):
        return None
    title, text = _build_texts(change, record)
    more = _build_event_fields(change.subject_id) if change.subject_type == "events.eventpage" else {}
    return Item(KINDS[change.subject_type], title, text, pages, record.themes, more)


def _find_record(change: Change) -> Record | None:
    registered = sources.get_registered_sources()
    source = next(source for source in registered if source.subject == change.subject_type)
    return next(iter(source.read([change.subject_id])), None)


def _build_texts(change: Change, record: Record) -> tuple[dict[str, str], dict[str, str]]:
    title, text = {"nl": record.title}, {"nl": record.lead}
    if record.title_en:
        title["en"], text["en"] = record.title_en, record.lead_en or record.lead
    if record.title_en == record.title and record.lead_en and not record.lead:
        # An article or event in English only has the same title in both languages.
        title, text = {"en": record.title_en}, {"en": record.lead_en}
    if change.subject_type.startswith(NOTE_PREFIX) and change.note:
        text["nl"] = change.note
        if "en" in text:
            text["en"] = change.note_en or change.note
    return title, text


def _build_event_fields(key: str) -> Mapping[str, object]:
    page = EventPage.objects.get(pk=key)
    place = {"location": {"type": "Place", "name": page.place}} if page.place else {}
    return {"startTime": format_moment(page.starts_at), "endTime": format_moment(page.ends_at), **place}
