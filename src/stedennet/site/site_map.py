"""The pages that search engines should know, each with the day of its last change in the log."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from stedennet.agenda.models import Action, Edition, Indicator, ProgressReport, Strategy
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.changes.log_dates import read_last_changes
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.newsletters.models import Newsletter
from stedennet.publications.models import ArticlePage

from .addresses import PAGES

ROWS: dict[str, Callable[[], Any]] = {
    "network.theme": Theme.objects.all,
    "network.organisation": lambda: Organisation.objects.shown().filter(successor=None),
    "agenda.strategy": lambda: Strategy.objects.public(),
    "agenda.edition": lambda: Edition.objects.public(),
    "agenda.progressreport": ProgressReport.objects.all,
    "agenda.action": lambda: Action.objects.readable().filter(merged_into=None, superseded_by=None),
    "agenda.indicator": Indicator.objects.listed,
    "challenges.challenge": Challenge.objects.readable,
    "calls.call": lambda: Call.objects.readable(),
    "initiatives.initiative": lambda: Initiative.objects.published(),
    "newsletters.newsletter": lambda: Newsletter.objects.public(),
    "publications.articlepage": lambda: ArticlePage.objects.public(),
    "events.eventpage": lambda: EventPage.objects.public(),
}
"""The records with a page of their own that does not lead on to another, for each type in the log."""
LISTS = {
    "theme_list": "network.theme",
    "organisation_list": "network.organisation",
    "agenda": "agenda.action",
    "edition_list": "agenda.edition",
    "report_list": "agenda.progressreport",
    "indicator_list": "agenda.indicator",
    "challenge_list": "challenges.challenge",
    "call_list": "calls.call",
    "initiative_list": "initiatives.initiative",
    "newsletter_list": "newsletters.newsletter",
    "article_list": "publications.articlepage",
    "event_list": "events.eventpage",
}
"""Which records each list shows: it changes with them."""
OTHERS = ("home", "growth", "yield_list", "agenda_timeline", "event_month", "initiative_tell", "call_place",
          "subscribe", "data", "about", "contact", "accessibility", "privacy")  # fmt: skip
"""Pages of which the log does not say when they changed."""


@dataclass(frozen=True)
class MapEntry:
    """A page in both languages, as whole addresses; `changed_on` is None when the log does not know."""

    dutch_url: str
    english_url: str
    changed_on: dt.date | None = None


def list_entries() -> Iterator[MapEntry]:
    """Every page: first those of the site itself, then the lists, then the records; one query for each type."""
    changed = read_last_changes(ROWS)
    newest = {kind: max((at for (of, _), at in changed.items() if of == kind), default=None) for kind in ROWS}
    with override("nl"):
        for name in OTHERS:
            yield _build_entry(reverse(name), None)
        for name, kind in LISTS.items():
            yield _build_entry(reverse(name), newest[kind])
        for kind, rows in ROWS.items():
            _, field, address = PAGES[kind]
            for key, value in rows().order_by("pk").values_list("pk", field):
                yield _build_entry(address(value), changed.get((kind, str(key))))


def _build_entry(path: str, changed_at: dt.datetime | None) -> MapEntry:
    day = localdate(changed_at) if changed_at else None
    return MapEntry(f"{settings.SITE_URL}{path}", f"{settings.SITE_URL}/en{path}", day)
