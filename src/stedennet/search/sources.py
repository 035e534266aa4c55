"""The sources of the index: one reader of public records for each kind. The site adds its own pages."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.html import strip_tags
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stedennet.agenda import overview
from stedennet.agenda.models import Commitment, Edition, Indicator, Strategy
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.core.clock import today
from stedennet.events.models import EventPage, EventSeriesPage
from stedennet.initiatives.field_types import Search
from stedennet.initiatives.field_values import collect_search_texts
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.publications.models import ArticlePage

from .records import Record

RecordReader = Callable[[Collection[str] | None], Iterable[Record]]
"""Reads the records with these keys, or all of them for None; only public ones."""
CHUNK_SIZE = 500


@dataclass(frozen=True)
class Source:
    """A kind of records: its reader, and the subject of its lines in the log (`app.model`, with the same keys)."""

    kind: str
    read: RecordReader
    subject: str = ""


_sources: dict[str, Source] = {}


def register_source(kind: str, read: RecordReader, *, subject: str = "") -> None:
    """Register the reader of a kind; a kind that was registered before is replaced."""
    _sources[kind] = Source(kind, read, subject)


def get_registered_sources() -> list[Source]:
    """All sources, in order of registration."""
    return list(_sources.values())


def register_room_sources() -> None:
    """Register the kinds of the rooms below."""
    register_source("theme", read_themes, subject="network.theme")
    register_source("organisation", read_organisations, subject="network.organisation")
    register_source("strategy", read_strategies, subject="agenda.strategy")
    register_source("edition", read_editions, subject="agenda.edition")
    register_source("action", read_actions, subject="agenda.action")
    register_source("indicator", read_indicators, subject="agenda.indicator")
    register_source("initiative", read_initiatives, subject="initiatives.initiative")
    register_source("call", read_calls, subject="calls.call")
    register_source("challenge", read_challenges, subject="challenges.challenge")
    register_source("article", read_articles, subject="publications.articlepage")
    register_source("event", read_events, subject="events.eventpage")


def read_themes(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the themes of all schemes."""
    for theme in _select_rows(Theme.objects.select_related("scheme"), keys):
        yield Record(
            "theme",
            str(theme.pk),
            theme.slug,
            theme.tell_apart(theme.name),
            theme.tell_apart(theme.name_en) if theme.name_en else "",
            names=_list_names(theme.scheme.name, theme.subtitle),
            lead=theme.summary,
            lead_en=theme.summary_en,
            body=theme.description,
            body_en=theme.description_en,
            themes=(theme.slug,),
        )


def _list_former_names(organisation: Organisation) -> Iterator[str]:
    """The names of what went up in it, so that somebody who types an old name finds the municipality of today."""
    for predecessor in organisation.predecessors.all():
        yield predecessor.name
        yield from _list_former_names(predecessor)


def _describe_kind(organisation: Organisation) -> str:
    kind = str(organisation.get_kind_display())
    return f"{kind}, {_('voorbeeld')}" if organisation.is_example else kind


def read_organisations(keys: Collection[str] | None) -> Iterator[Record]:
    """Read organisations, including dissolved ones, whose pages stay."""
    rows = Organisation.objects.shown().select_related("province", "seat__province")
    rows = rows.prefetch_related("predecessors__predecessors")
    for organisation in _select_rows(rows, keys):
        yield Record(
            "organisation",
            str(organisation.pk),
            organisation.slug,
            organisation.name,
            names=_list_names(organisation.short_name, organisation.code, *_list_former_names(organisation)),
            lead=_describe_kind(organisation),
            body=organisation.description,
            body_en=organisation.description_en,
            cities=_list_city_slugs([organisation, organisation.seat]),
            provinces=_list_province_slugs([organisation, organisation.seat]),
            status=f"organisation.{organisation.kind}",
            owners=(str(organisation.pk),),
        )


def read_strategies(keys: Collection[str] | None) -> Iterator[Record]:
    """Read strategies, including those that were replaced."""
    rows = Strategy.objects.public().prefetch_related("themes", "parts", "moments")
    for strategy in _select_rows(rows, keys):
        parts = [strategy.subtitle, strategy.vision]
        parts += [f"{part.title}. {part.text}" for part in strategy.parts.all()]
        parts += [part.text for part in strategy.moments.all()]
        yield Record(
            "strategy",
            str(strategy.pk),
            strategy.slug,
            strategy.title,
            strategy.title_en,
            lead=strategy.summary,
            lead_en=strategy.summary_en,
            body=_join_texts(*parts),
            body_en=strategy.vision_en,
            themes=_list_slugs(strategy.themes.all()),
            day=strategy.begins_on,
        )


def read_editions(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the public editions of the agenda."""
    for edition in _select_rows(Edition.objects.public(), keys):
        day = localdate(edition.adopted_at) if edition.adopted_at else None
        yield Record(
            "edition",
            str(edition.pk),
            str(edition.number),
            edition.title,
            edition.title_en,
            body=edition.foreword,
            body_en=edition.foreword_en,
            status=f"edition.{edition.status}",
            day=day,
        )


def read_actions(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the actions of the current edition and of the example; the key is that of the action, in any edition."""
    for edition in (Edition.objects.current(), Edition.objects.current_example()):
        if edition is not None:
            yield from _read_actions_in(edition, keys)


def _read_actions_in(edition: Edition, keys: Collection[str] | None) -> Iterator[Record]:
    rows = Commitment.objects.in_edition(edition).select_related("action", "responsible__province")
    rows = rows.prefetch_related("themes", "partners__organisation__province", "action__updates", "action__milestones")
    status = {item.action_id: item.shown for item in overview.list_overviews(edition, today=today())}
    if keys is not None:
        rows = rows.filter(action__in=list(keys))
    for commitment in rows:
        organisations = [commitment.responsible, *(partner.organisation for partner in commitment.partners.all())]
        progress = [
            *(part.title for part in commitment.action.milestones.all()),
            *(part.text for part in commitment.action.updates.all()),
        ]
        yield Record(
            "action",
            str(commitment.action_id),
            commitment.action.code,
            commitment.title,
            commitment.title_en,
            names=_list_names(commitment.action.code, commitment.by, *(str(part) for part in organisations if part)),
            lead=commitment.lead,
            lead_en=commitment.lead_en,
            body=_join_texts(commitment.description, commitment.partners_in_words, *progress),
            body_en=commitment.description_en,
            themes=_list_slugs(commitment.themes.all()),
            cities=_list_city_slugs(organisations),
            provinces=_list_province_slugs(organisations),
            status=f"action.{status[commitment.action_id]}",
            day=commitment.begins_on,
            owners=_list_owner_keys(organisations),
        )


def read_initiatives(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the published initiatives."""
    rows = Initiative.objects.published().select_related("lead__province")
    rows = rows.prefetch_related(
        "themes", "cities__province", "partners__organisation", "results", "lessons", "products", "links"
    )
    for initiative in _select_rows(rows, keys):
        cities, texts = list(initiative.cities.all()), collect_search_texts(initiative)
        yield Record(
            "initiative",
            str(initiative.pk),
            initiative.slug,
            names=_list_names(*texts[Search.NAMES]),
            title=_join_texts(*texts[Search.TITLE]),
            title_en=_join_texts(*texts[Search.TITLE_EN]),
            lead=_join_texts(*texts[Search.LEAD]),
            lead_en=_join_texts(*texts[Search.LEAD_EN]),
            body=_join_texts(*texts[Search.BODY]),
            body_en=_join_texts(*texts[Search.BODY_EN]),
            themes=_list_slugs(initiative.themes.all()),
            cities=_list_city_slugs([initiative.lead, *cities]),
            provinces=_list_province_slugs([initiative.lead, *cities]),
            status=f"initiative.{initiative.phase}" if initiative.phase else "",
            day=initiative.begins_on,
            owners=_list_owner_keys(
                [initiative.lead, *cities, *(row.organisation for row in initiative.partners.all())]
            ),
        )


def read_indicators(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the indicators of the public list."""
    for indicator in _select_rows(Indicator.objects.listed().prefetch_related("themes"), keys):
        yield Record(
            "indicator",
            str(indicator.pk),
            indicator.slug or "",
            indicator.name,
            indicator.name_en,
            names=_list_names(indicator.publisher),
            lead=indicator.unit,
            lead_en=indicator.unit_en,
            body=indicator.method,
            body_en=indicator.method_en,
            themes=_list_slugs(indicator.themes.all()),
        )


def read_calls(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the calls that have a public page, without the contact person."""
    rows = Call.objects.readable().select_related(
        "theme", "province", "organisation__province", "initiative", "action"
    )
    for call in _select_rows(rows.prefetch_related("initiative__themes"), keys):
        themes = [call.theme] if call.theme else list(call.initiative.themes.all()) if call.initiative else []
        is_open = call.is_open_on(today())
        yield Record(
            "call",
            str(call.pk),
            call.slug,
            call.title,
            names=_list_names(call.by, str(call.initiative or "")),
            lead=call.what_for,
            body=_join_texts(call.work, call.gives_in_words, call.outcome_words),
            themes=_list_slugs(themes),
            cities=_list_city_slugs([call.organisation]),
            provinces=_list_province_slugs([call.organisation, call.province]),
            status="call.open" if is_open else "call.closed",
            day=call.opened_on or (localdate(call.published_at) if call.published_at else None),
            owners=_list_owner_keys([call.organisation]),
            marks=(f"call.{call.kind}",) if is_open else (),
        )


def read_challenges(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the challenges, each with its owner."""
    rows = Challenge.objects.readable().select_related("owner__province").prefetch_related("themes")
    for challenge in _select_rows(rows, keys):
        yield Record(
            "challenge",
            str(challenge.pk),
            challenge.slug,
            challenge.title,
            challenge.title_en,
            names=_list_names(challenge.by),
            lead=challenge.summary,
            lead_en=challenge.summary_en,
            body=challenge.text,
            body_en=challenge.text_en,
            themes=_list_slugs(challenge.themes.all()),
            cities=_list_city_slugs([challenge.owner]),
            provinces=_list_province_slugs([challenge.owner]),
            day=challenge.source_on,
            owners=_list_owner_keys([challenge.owner]),
        )


def read_articles(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the public articles."""
    rows = ArticlePage.objects.public().select_related("author_organisation")
    for article in _select_rows(rows.prefetch_related("themes", "organisations__organisation__province"), keys):
        organisations = [row.organisation for row in article.organisations.all() if row.state == row.State.CONFIRMED]
        texts = _sort_texts_by_language(article.language, article.title, article.lead, article.text)
        yield Record(
            "article",
            str(article.pk),
            article.slug,
            **texts,
            names=_list_names(article.by, *(str(row) for row in organisations)),
            themes=_list_slugs(article.themes.all()),
            cities=_list_city_slugs([article.author_organisation, *organisations]),
            provinces=_list_province_slugs(organisations),
            day=article.date,
            owners=_list_owner_keys([article.author_organisation, *organisations]),
        )


def read_events(keys: Collection[str] | None) -> Iterator[Record]:
    """Read the public events, without the links that are only for participants."""
    rows = EventPage.objects.public().select_related("organiser__province")
    series = Prefetch("series", EventSeriesPage.objects.public())
    for event in _select_rows(rows.prefetch_related("themes", "programme", series), keys):
        programme = [f"{row.title} {row.speakers}" for row in event.programme.all()]
        body = _join_texts(strip_tags(event.description), *programme)
        texts = _sort_texts_by_language(event.language, event.title, event.summary, body)
        yield Record(
            "event",
            str(event.pk),
            event.slug,
            **texts,
            names=_list_names(event.by, event.place, str(event.series or "")),
            themes=_list_slugs(event.themes.all()),
            cities=_list_city_slugs([event.organiser]),
            provinces=_list_province_slugs([event.organiser]),
            status="event.cancelled" if event.is_cancelled else "",
            day=localdate(event.starts_at),
            owners=_list_owner_keys([event.organiser]),
        )


def _select_rows(rows: Any, keys: Collection[str] | None) -> Iterator[Any]:
    rows = rows.order_by("pk") if keys is None else rows.filter(pk__in=[int(key) for key in keys]).order_by("pk")
    yield from rows.iterator(chunk_size=CHUNK_SIZE)


def _sort_texts_by_language(language: str, title: str, lead: str, body: str) -> dict[str, Any]:
    # An English text has its title in both languages, because readers of Dutch may know it by that title.
    if language == "en":
        return {"title": title, "title_en": title, "lead_en": lead, "body_en": body}
    return {"title": title, "lead": lead, "body": body}


def _list_owner_keys(rows: Iterable[Organisation | None]) -> tuple[str, ...]:
    return tuple(sorted({str(row.pk) for row in rows if row}))


def _list_names(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _join_texts(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _list_slugs(themes: Iterable[Theme]) -> tuple[str, ...]:
    return tuple(sorted({theme.slug for theme in themes}))


def _list_city_slugs(rows: Iterable[Organisation | None]) -> tuple[str, ...]:
    return tuple(sorted({row.slug for row in rows if row and row.kind == Organisation.Kind.MUNICIPALITY}))


def _list_province_slugs(rows: Iterable[Organisation | None]) -> tuple[str, ...]:
    slugs = {row.province.slug for row in rows if row and row.province}
    slugs |= {row.slug for row in rows if row and row.kind == Organisation.Kind.PROVINCE}
    return tuple(sorted(slugs))
