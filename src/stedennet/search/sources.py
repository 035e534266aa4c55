"""Where the index gets what is public: one reader for each kind of thing. The site adds its own pages."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from stedennet.agenda import overview
from stedennet.agenda.models import Commitment, Edition, Strategy
from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.events.models import EventPage, EventSeriesPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.publications.models import ArticlePage

from .records import Record

RecordReader = Callable[[Collection[str] | None], Iterable[Record]]
"""Gives the records with these keys, or all of them for None; what is not public is not among them."""
CHUNK_SIZE = 500


@dataclass(frozen=True)
class Source:
    """A kind of thing: how it is read, and which lines of the log are about it (`app.model`; their keys are its)."""

    kind: str
    read: RecordReader
    subject: str = ""


_sources: dict[str, Source] = {}


def register_source(kind: str, read: RecordReader, *, subject: str = "") -> None:
    """Add a kind; the same name again replaces it."""
    _sources[kind] = Source(kind, read, subject)


def get_registered_sources() -> list[Source]:
    """All kinds, in order of registration."""
    return list(_sources.values())


def register_room_sources() -> None:
    """The kinds of the rooms below."""
    register_source("theme", read_themes, subject="network.theme")
    register_source("organisation", read_organisations, subject="network.organisation")
    register_source("strategy", read_strategies, subject="agenda.strategy")
    register_source("edition", read_editions, subject="agenda.edition")
    register_source("action", read_actions, subject="agenda.action")
    register_source("initiative", read_initiatives, subject="initiatives.initiative")
    register_source("call", read_calls, subject="calls.call")
    register_source("article", read_articles, subject="publications.articlepage")
    register_source("event", read_events, subject="events.eventpage")


def read_themes(keys: Collection[str] | None) -> Iterator[Record]:
    """Themes of all schemes."""
    for one in _select_rows(Theme.objects.select_related("scheme"), keys):
        yield Record(
            "theme", str(one.pk), one.slug, one.name, one.name_en,
            names=(one.scheme.name,), lead=one.summary, lead_en=one.summary_en,
            body=one.description, body_en=one.description_en, themes=(one.slug,),
        )  # fmt: skip


def read_organisations(keys: Collection[str] | None) -> Iterator[Record]:
    """Organisations, also those that are dissolved: their pages stay."""
    rows = Organisation.objects.select_related("province", "seat__province")
    for one in _select_rows(rows, keys):
        yield Record(
            "organisation", str(one.pk), one.slug, one.name, names=_list_names(one.short_name, one.code),
            lead=str(one.get_kind_display()), body=one.description, body_en=one.description_en,
            cities=_list_city_slugs([one, one.seat]), provinces=_list_province_slugs([one, one.seat]),
            status=f"organisation.{one.kind}",
            owners=(str(one.pk),),
        )  # fmt: skip


def read_strategies(keys: Collection[str] | None) -> Iterator[Record]:
    """Strategies, also those that were replaced."""
    rows = Strategy.objects.prefetch_related("themes", "conditions", "moments")
    for one in _select_rows(rows, keys):
        parts = [one.subtitle, one.vision]
        parts += [f"{part.title}. {part.text}" for part in one.conditions.all()]
        parts += [part.text for part in one.moments.all()]
        yield Record(
            "strategy", str(one.pk), one.slug, one.title, one.title_en, lead=one.summary, lead_en=one.summary_en,
            body=_join_texts(*parts), body_en=one.vision_en, themes=_list_slugs(one.themes.all()), day=one.begins_on,
        )  # fmt: skip


def read_editions(keys: Collection[str] | None) -> Iterator[Record]:
    """Editions of the agenda that readers see."""
    for one in _select_rows(Edition.objects.public(), keys):
        day = localdate(one.adopted_at) if one.adopted_at else None
        yield Record(
            "edition", str(one.pk), str(one.number), one.title, one.title_en, body=one.foreword,
            body_en=one.foreword_en, status=f"edition.{one.status}", day=day,
        )  # fmt: skip


def read_actions(keys: Collection[str] | None) -> Iterator[Record]:
    """Actions as the edition that holds tells of them; the key is the action's, whatever the edition."""
    edition = Edition.objects.current()
    if edition is None:
        return
    rows = Commitment.objects.in_edition(edition).select_related("action", "responsible__province")
    rows = rows.prefetch_related("themes", "partners__organisation__province", "action__updates", "action__milestones")
    status = {one.action_id: one.shown for one in overview.list_overviews(edition, today=today())}
    if keys is not None:
        rows = rows.filter(action__in=list(keys))
    for one in rows:
        who = [one.responsible, *(partner.organisation for partner in one.partners.all())]
        happened = [
            *(part.title for part in one.action.milestones.all()),
            *(part.text for part in one.action.updates.all()),
        ]
        yield Record(
            "action", str(one.action_id), one.action.code, one.title, one.title_en,
            names=_list_names(one.action.code, one.by, *(str(part) for part in who if part)),
            lead=one.lead, lead_en=one.lead_en, body=_join_texts(one.description, one.partners_in_words, *happened),
            body_en=one.description_en, themes=_list_slugs(one.themes.all()), cities=_list_city_slugs(who),
            provinces=_list_province_slugs(who), status=f"action.{status[one.action_id]}", day=one.begins_on,
            owners=_list_owner_keys(who),
        )  # fmt: skip


def read_initiatives(keys: Collection[str] | None) -> Iterator[Record]:
    """Initiatives that are published."""
    rows = Initiative.objects.published().select_related("lead__province")
    rows = rows.prefetch_related(
        "themes", "cities__province", "partners__organisation", "results", "lessons", "products", "links"
    )
    for one in _select_rows(rows, keys):
        cities = list(one.cities.all())
        parts = [one.description, one.challenge, one.elsewhere, one.principles, one.financing]
        parts += [f"{row.text} {row.figure}" for row in one.results.all()]
        parts += [row.text for row in one.lessons.all()]
        parts += [row.title for row in one.products.all()] + [row.title for row in one.links.all()]
        yield Record(
            "initiative", str(one.pk), one.slug, one.title, one.title_en,
            names=_list_names(one.by, *(city.name for city in cities), *(row.name for row in one.partners.all())),
            lead=one.summary, lead_en=one.summary_en, body=_join_texts(*parts), body_en=one.description_en,
            themes=_list_slugs(one.themes.all()), cities=_list_city_slugs([one.lead, *cities]),
            provinces=_list_province_slugs([one.lead, *cities]), status=f"initiative.{one.phase}" if one.phase else "",
            day=one.begins_on,
            owners=_list_owner_keys([one.lead, *cities, *(row.organisation for row in one.partners.all())]),
        )  # fmt: skip


def read_calls(keys: Collection[str] | None) -> Iterator[Record]:
    """Calls that have a public page. Never who to write to."""
    rows = Call.objects.readable().select_related(
        "theme", "province", "organisation__province", "initiative", "action"
    )
    for one in _select_rows(rows.prefetch_related("initiative__themes"), keys):
        about = [one.theme] if one.theme else list(one.initiative.themes.all()) if one.initiative else []
        is_open = one.is_open_on(today())
        yield Record(
            "call", str(one.pk), one.slug, one.title, names=_list_names(one.by, str(one.initiative or "")),
            lead=one.what_for, body=_join_texts(one.work, one.gives_in_words), themes=_list_slugs(about),
            cities=_list_city_slugs([one.organisation]),
            provinces=_list_province_slugs([one.organisation, one.province]),
            status="call.open" if is_open else "call.closed",
            day=localdate(one.published_at) if one.published_at else None, owners=_list_owner_keys([one.organisation]),
            marks=(f"call.{one.kind}",) if is_open else (),
        )  # fmt: skip


def read_articles(keys: Collection[str] | None) -> Iterator[Record]:
    """Articles that everybody may read."""
    rows = ArticlePage.objects.public().select_related("author_organisation")
    for one in _select_rows(rows.prefetch_related("themes", "organisations__organisation__province"), keys):
        named = [row.organisation for row in one.organisations.all() if row.state == row.State.CONFIRMED]
        texts = _sort_texts_by_language(one.language, one.title, one.lead, one.text)
        yield Record(
            "article", str(one.pk), one.slug, **texts, names=_list_names(one.by, *(str(row) for row in named)),
            themes=_list_slugs(one.themes.all()), cities=_list_city_slugs([one.author_organisation, *named]),
            provinces=_list_province_slugs(named), day=one.date,
            owners=_list_owner_keys([one.author_organisation, *named]),
        )  # fmt: skip


def read_events(keys: Collection[str] | None) -> Iterator[Record]:
    """Events that everybody may read; no link that is only for who registered."""
    rows = EventPage.objects.public().select_related("organiser__province")
    series = Prefetch("series", EventSeriesPage.objects.public())
    for one in _select_rows(rows.prefetch_related("themes", "programme", series), keys):
        programme = [f"{row.title} {row.speakers}" for row in one.programme.all()]
        body = _join_texts(strip_tags(one.description), *programme)
        texts = _sort_texts_by_language(one.language, one.title, one.summary, body)
        yield Record(
            "event", str(one.pk), one.slug, **texts, names=_list_names(one.by, one.place, str(one.series or "")),
            themes=_list_slugs(one.themes.all()), cities=_list_city_slugs([one.organiser]),
            provinces=_list_province_slugs([one.organiser]),
            status="event.cancelled" if one.is_cancelled else "", day=localdate(one.starts_at),
            owners=_list_owner_keys([one.organiser]),
        )  # fmt: skip


def _select_rows(rows: Any, keys: Collection[str] | None) -> Iterator[Any]:
    rows = rows.order_by("pk") if keys is None else rows.filter(pk__in=[int(key) for key in keys]).order_by("pk")
    yield from rows.iterator(chunk_size=CHUNK_SIZE)


def _sort_texts_by_language(language: str, title: str, lead: str, body: str) -> dict[str, Any]:
    # The title of an English text stands under both: who searches in Dutch may know it by its name.
    if language == "en":
        return {"title": title, "title_en": title, "lead_en": lead, "body_en": body}
    return {"title": title, "lead": lead, "body": body}


def _list_owner_keys(rows: Iterable[Organisation | None]) -> tuple[str, ...]:
    return tuple(sorted({str(row.pk) for row in rows if row}))


def _list_names(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _join_texts(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _list_slugs(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted({row.slug for row in rows}))


def _list_city_slugs(rows: Iterable[Organisation | None]) -> tuple[str, ...]:
    return tuple(sorted({row.slug for row in rows if row and row.kind == Organisation.Kind.MUNICIPALITY}))


def _list_province_slugs(rows: Iterable[Organisation | None]) -> tuple[str, ...]:
    found = {row.province.slug for row in rows if row and row.province}
    found |= {row.slug for row in rows if row and row.kind == Organisation.Kind.PROVINCE}
    return tuple(sorted(found))
