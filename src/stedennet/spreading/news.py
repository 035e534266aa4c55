"""What a window of the log brought: each thing once, as it is now, and only what is public now."""

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
    "strategy": gettext_lazy("strategie"),
    "organisation": gettext_lazy("organisatie"),
    "theme": gettext_lazy("thema"),
}
"""What each kind of thing of the search room is called; the order is that of a digest."""
THINGS = {
    Kind.ARTICLES: ("article",),
    Kind.INITIATIVES: ("initiative",),
    Kind.CALLS: ("call",),
    Kind.EVENTS: ("event",),
    Kind.AGENDA: ("action", "edition"),
}
FOLLOWED = THINGS[Kind.AGENDA]
"""Of these every change is news; of the others that they appeared."""
DATED = ("article", "event")
MAX_NAMES = 2
BATCH_SIZE = 500


@dataclass(frozen=True)
class NewsItem:
    """A thing that a window is about. `line` is the last line of it, `appeared` whether it was published in it."""

    record: Record
    subject: tuple[str, str]
    line: int
    appeared: bool
    note: str
    note_en: str
    by: str

    @property
    def item(self) -> tuple[str, str]:
        """Its kind and key, as the search room names it."""
        return self.record.kind, self.record.key


def find_news_in_window(from_line: int, to_line: int) -> list[NewsItem]:
    """What the lines after `from_line`, up to and including `to_line`, brought: a few queries for each kind."""
    last: dict[tuple[str, str], Change] = {}
    appeared: set[tuple[str, str]] = set()
    for line in Change.objects.after(from_line).filter(pk__lte=to_line).iterator(chunk_size=BATCH_SIZE):
        last[line.subject_type, line.subject_id] = line
        if line.verb == Verb.PUBLISHED:
            appeared.add((line.subject_type, line.subject_id))
    records = dict(_find_public_records(last))
    names = _find_owner_names(records.values())
    found = [
        NewsItem(record, subject, last[subject].pk, subject in appeared, last[subject].note, last[subject].note_en,
             ", ".join(names[one] for one in record.owners[:MAX_NAMES] if one in names))
        for subject, record in records.items()
    ]  # fmt: skip
    order = [*LABELS]
    return sorted(found, key=lambda one: (order.index(one.record.kind), -one.line))


def _find_public_records(subjects: Iterable[tuple[str, str]]) -> Iterable[tuple[tuple[str, str], Record]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for subject_type, key in subjects:
        keys[subject_type].append(key)
    for source in sources.get_registered_sources():
        wanted = keys.get(source.subject, []) if source.kind in LABELS else []
        for start in range(0, len(wanted), BATCH_SIZE):
            for record in source.read(wanted[start : start + BATCH_SIZE]):
                yield (source.subject, record.key), record


def _find_owner_names(records: Iterable[Record]) -> dict[str, str]:
    keys = {one for record in records if record.kind != "organisation" for one in record.owners[:MAX_NAMES]}
    rows = Organisation.objects.filter(pk__in=keys).values_list("pk", "name") if keys else ()
    return {str(pk): name for pk, name in rows}


def filter_news_for_choice(choice: Choice, news: list[NewsItem]) -> list[NewsItem]:
    """Those that somebody who chose this wants to hear of. Raises NotYet when that cannot be told now."""
    if choice.list:
        known = find_list(choice.list)
        here = [one for one in news if known and one.record.kind in known.kinds]
        fits = known.fitting(dict(choice.filters), [one.item for one in here]) if known and here else set()
        return [one for one in here if one.item in fits]
    kinds = {thing for kind in choice.kinds for thing in THINGS.get(Kind(kind), ())}
    return [
        one
        for one in news
        if one.record.kind in kinds
        and (one.appeared or one.record.kind in FOLLOWED)
        and (not choice.themes or set(choice.themes) & set(one.record.themes))
        and (not choice.cities or set(choice.cities) & set(one.record.cities))
    ]


def build_letter_item(one: NewsItem, language: str) -> LetterItem:
    """As a letter shows it, in the language of now; what changed is said where the log has words for it."""
    record, english = one.record, language == "en"
    note = get_localised_text(one, "note")
    lead = (record.lead_en or record.lead) if english else (record.lead or record.lead_en)
    day: dt.date | None = record.day if record.kind in DATED else None
    return LetterItem(
        kind=str(LABELS[record.kind]),
        title=(record.title_en or record.title) if english else record.title,
        summary=note if note and not one.appeared else lead,
        url=get_record_url(record, language),
        date=day,
        organisation=one.by,
    )
