"""The address of each public record's page; the log knows records, only the site knows addresses."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import CharField, Model, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from stedennet.agenda.models import Action, Edition, Indicator, ProgressReport, Strategy
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.newsletters.models import Newsletter
from stedennet.publications.models import ArticlePage

PAGES: dict[str, tuple[Any, str, Callable[[Any], str]]] = {
    "network.theme": (Theme, "slug", lambda slug: reverse("theme", args=[slug])),
    "network.organisation": (Organisation, "slug", lambda slug: reverse("organisation", args=[slug])),
    "agenda.strategy": (Strategy, "slug", lambda slug: reverse("strategy", args=[slug])),
    "agenda.edition": (Edition, "number", lambda number: reverse("edition", args=[number])),
    "agenda.progressreport": (ProgressReport, "number", lambda number: reverse("report", args=[number])),
    "agenda.action": (Action, "code", lambda code: reverse("action", args=[code])),
    "agenda.indicator": (Indicator, "slug", lambda slug: reverse("indicator", args=[slug])),
    "challenges.challenge": (Challenge, "slug", lambda slug: reverse("challenge", args=[slug])),
    "calls.call": (Call, "slug", lambda slug: reverse("call", args=[slug])),
    "initiatives.initiative": (Initiative, "slug", lambda slug: reverse("initiative", args=[slug])),
    "newsletters.newsletter": (Newsletter, "slug", lambda slug: reverse("newsletter", args=[slug])),
    "publications.articlepage": (ArticlePage, "slug", lambda slug: reverse("article", args=[slug])),
    "events.eventpage": (EventPage, "slug", lambda slug: reverse("event", args=[slug])),
}
"""For each type its records, the field that its address is made of, and the address."""


def find_urls(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The address of each (type, id) that has a page now; one query for all types."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, key in subjects:
        if kind in PAGES:
            wanted[kind].add(key)
    if not wanted:
        return {}
    first, *others = (_select_values(kind, keys) for kind, keys in wanted.items())
    return {(kind, key): PAGES[kind][2](value) for kind, key, value in first.union(*others, all=True)}


def _select_values(kind: str, keys: Iterable[str]) -> QuerySet[Model, tuple[str, str, str]]:
    """The type, key and value in the address of these records, all as text."""
    model, field, _address = PAGES[kind]
    rows = _select_rows_with_page(model).filter(pk__in=keys).order_by()
    texts = (Cast(name, CharField()) for name in ("pk", field))
    return rows.values_list(Value(kind, CharField()), *texts)


def _select_rows_with_page(model: Any) -> Any:
    return model.objects.public() if issubclass(model, Page) else model.objects


def make_url_builder(name: str) -> Callable[..., str]:
    """For mails: from a key (or token, or several) and a language to the whole address of the page `name`."""

    def address(*keys_and_language: str) -> str:
        *keys, language = keys_and_language
        with translation.override(language):
            return f"{settings.SITE_URL}{reverse(name, args=keys)}"

    return address


def make_public_finder(kind: Any) -> Callable[[str], Any]:
    """Finds the page of this type with a key that everybody may read, None when there is none."""

    def find(key: str) -> Any:
        return kind.objects.public().filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None

    return find
