"""News in a window of the log: each item once, in its current form, and only if it is public now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from stedennet.changes.models import Change, Verb
from stedennet.core.text import get_localised_text
from stedennet.mailing.letters import LetterItem
from stedennet.network.models import Organisation
from stedennet.search import sources
from stedennet.search.records import Record

from .links import get_record_url
from .lists import find_list
from .rules.choices import Choice, Kind

LABELS = {
    "article": gettext_lazy("artikel"),
    "initiative": gettext_lazy("initiatief"),
    "call": gettext_lazy("oproep"),
    "event": gettext_lazy("evenement"),
    "action": gettext_lazy("actie"),
    "edition": gettext_lazy("editie van de agenda"),
    "indicator": gettext_lazy("indicator"),
    "strategy": gettext_lazy("strategie"),
    "challenge": gettext_lazy("opgave"),
    "organisation": gettext_lazy("organisatie"),
    "theme": gettext_lazy("thema"),
}
"""Labels of the kinds of items in the search room, in the order of a digest."""
RECORD_KINDS = {
    Kind.ARTICLES: ("article",),
    Kind.INITIATIVES: ("initiative",),
    Kind.CALLS: ("call",),
    Kind.EVENTS: ("event",),
    Kind.AGENDA: ("action", "edition"),
}
FOLLOWED_KINDS = RECORD_KINDS[Kind.AGENDA]
"""Kinds whose every change is news; for the others, only publication is."""
DATED_KINDS = ("article", "event")
"""Kinds with a day of their own; of the others a letter tells the day of the news."""
MAX_NAMES = 2
BATCH_SIZE = 500


@dataclass(frozen=True)
class NewsItem:
    """An item with news in a window. `line` is its last line in the log, `appeared` whether it was published there.

    `day` is the day on which what that line tells was true.
    """

    record: Record
    subject: tuple[str, str]
    line: int
    appeared: bool
    note: str
    note_en: str
    by: str
    day: dt.date

    @property
    def item(self) -> tuple[str, str]:
        """Kind and key, as in the search room."""
        return self.record.kind, self.record.key


def find_news_in_window(from_line: int, to_line: int) -> list[NewsItem]:
    """Find the news in the lines after `from_line` up to and including `to_line`; a few queries for each kind."""
    last: dict[tuple[str, str], Change] = {}
    appeared: set[tuple[str, str]] = set()
    lines = Change.objects.after(from_line).filter(pk__lte=to_line, is_news=True)
    for line in lines.iterator(chunk_size=BATCH_SIZE):
        last[line.subject_type, line.subject_id] = line
        if line.verb == Verb.PUBLISHED:
            appeared.add((line.subject_type, line.subject_id))
    records = dict(_find_public_records(last))
    names = _find_owner_names(records.values())
    news = [
        NewsItem(record, subject, last[subject].pk, subject in appeared, last[subject].note, last[subject].note_en,
             ", ".join(names[owner] for owner in record.owners[:MAX_NAMES] if owner in names), last[subject].day)
        for subject, record in records.items()
    ]  # fmt: skip
    kinds = [*LABELS]
    return sorted(news, key=lambda item: (kinds.index(item.record.kind), -item.line))


def _find_public_records(subjects: Iterable[tuple[str, str]]) -> Iterable[tuple[tuple[str, str], Record]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for subject_type, key in subjects:
        keys[subject_type].append(key)
    for source in sources.get_registered_sources():
        source_keys = keys.get(source.subject, []) if source.kind in LABELS else []
        for start in range(0, len(source_keys), BATCH_SIZE):
            for record in source.read(source_keys[start : start + BATCH_SIZE]):
                yield (source.subject, record.key), record


def _find_owner_names(records: Iterable[Record]) -> dict[str, str]:
    keys = {owner for record in records if record.kind != "organisation" for owner in record.owners[:MAX_NAMES]}
    rows = Organisation.objects.filter(pk__in=keys).values_list("pk", "name") if keys else ()
    return {str(pk): name for pk, name in rows}


def filter_news_for_choice(choice: Choice, news: list[NewsItem]) -> list[NewsItem]:
    """Keep the news that matches a choice. Raises NotReady when a list cannot be read now."""
    if choice.list:
        public_list = find_list(choice.list)
        candidates = [item for item in news if public_list and item.record.kind in public_list.kinds]
        if public_list is None or not candidates:
            return []
        matching = public_list.find_matching(dict(choice.filters), [item.item for item in candidates])
        return [item for item in candidates if item.item in matching]
    kinds = {record_kind for kind in choice.kinds for record_kind in RECORD_KINDS.get(Kind(kind), ())}
    return [
        item
        for item in news
        if item.record.kind in kinds
        and (item.appeared or item.record.kind in FOLLOWED_KINDS)
        and (not choice.themes or set(choice.themes) & set(item.record.themes))
        and (not choice.cities or set(choice.cities) & set(item.record.cities))
    ]


def build_letter_item(news_item: NewsItem, language: str) -> LetterItem:
    """Build the item for a letter; an update is summarised by its note, if any. Labels are in the active language."""
    record, english = news_item.record, language == "en"
    note = get_localised_text(news_item, "note")
    lead = (record.lead_en or record.lead) if english else (record.lead or record.lead_en)
    date = record.day if record.kind in DATED_KINDS else news_item.day
    return LetterItem(
        kind=str(LABELS[record.kind]),
        title=(record.title_en or record.title) if english else record.title,
        summary=note if note and not news_item.appeared else lead,
        url=get_record_url(record, language),
        date=date,
        organisation=news_item.by,
    )
