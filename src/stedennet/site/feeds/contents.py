"""What a feed tells of each kind of thing: its whole text, its themes, who it is from, and what changed last.

Each function takes records of `newest_change_first` and gives entries in the same order, in the reader's language.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Case, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import build_overview
from stedennet.agenda.rules.editions import PUBLIC
from stedennet.changes.models import Change
from stedennet.core.clock import today
from stedennet.core.text import get_localised_text, shorten_text
from stedennet.newsletters.letters import build_letter_item

from ..cards import agenda as agenda_cards
from ..cards import calls as call_cards
from ..cards import events as event_cards
from ..cards import initiatives as initiative_cards
from ..cards import network as network_cards
from ..mail.letters import split_paragraphs
from .entries import Author, Entry, Label
from .responses import build_tag_uri

SUMMARY = 280
"""Characters of a summary that has to be cut from a longer text."""


def build_theme_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Themes of `with_division`: what each is about, who leads it, how many take part."""
    for one in _attach_last_change(rows):
        row = network_cards.build_division_row(one)
        yield _build_entry(
            one,
            "theme",
            title=one.title,
            url=reverse("theme", args=[one.slug]),
            summary=one.lead_text,
            context=row,
            labels=[one],
            authors=[one.leads_now[0].organisation] if one.leads_now else [],
        )


def build_organisation_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Organisations with their themes."""
    for one in _attach_last_change(rows):
        roles = [role for role in one.theme_roles.all() if role.holds_on(today())]
        lines = [{"theme": role.theme.title, "role": role.get_role_display()} for role in roles]
        about = one.about
        yield _build_entry(
            one,
            "organisation",
            title=one.name,
            url=reverse("organisation", args=[one.slug]),
            summary=shorten_text(about, SUMMARY) or one.get_kind_display(),
            context={"kind": one.get_kind_display(), "description": about, "roles": lines, "website": one.website},
            labels=[role.theme for role in roles],
            authors=[one],
        )


def build_initiative_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Initiatives of `with_everything`."""
    for one in _attach_last_change(rows):
        page = initiative_cards.build_initiative_page(one)
        yield _build_entry(
            one,
            "initiative",
            title=one.name,
            url=page["initiative"]["url"],
            summary=page["initiative"]["summary"],
            context=page,
            labels=one.themes.all(),
            authors=[one.lead] if one.lead else list(one.cities.all()),
            by=one.lead_in_words,
        )


def build_call_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Calls of `with_cards`."""
    for one in _attach_last_change(rows):
        page = call_cards.build_call_page(one)
        yield _build_entry(
            one,
            "call",
            title=one.title,
            url=page["call"]["url"],
            summary=one.what_for,
            context=page,
            labels=[one.theme] if one.theme else [],
            authors=[one.organisation] if one.organisation else [],
            by=one.organisation_in_words,
        )


def build_article_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Articles with their whole text."""
    for one in _attach_last_change(rows):
        yield _build_entry(
            one,
            "article",
            title=one.title,
            url=one.get_url(),
            summary=one.lead,
            context={"page": one},
            labels=one.themes.all(),
            authors=[one.author_organisation] if one.author_organisation else [],
            by=one.author_name,
            language=one.language,
        )


def build_newsletter_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Newsletters, whole."""
    for one in _attach_last_change(rows):
        intro = split_paragraphs(get_localised_text(one, "intro"))
        told = [build_letter_item(story, (get_language() or "nl")[:2]) for story in one.stories.all()]
        items = [{"title": item.title, "url": item.url, "summary": item.summary, "facts": item.kind} for item in told]
        yield _build_entry(
            one,
            "newsletter",
            title=get_localised_text(one, "subject"),
            url=reverse("newsletter", args=[one.slug]),
            summary=shorten_text(" ".join(intro[:1]), SUMMARY),
            context={"intro": intro, "stories": items},
        )


def build_event_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Events with their programme."""
    for one in _attach_last_change(rows):
        yield _build_entry(
            one,
            "event",
            title=one.title,
            url=one.get_url(),
            summary=one.summary,
            context={"page": one, "event": event_cards.build_event_card(one), "programme": one.programme.all()},
            labels=one.themes.all(),
            authors=[one.organiser] if one.organiser else [],
            by=one.organiser_name,
            language=one.language,
        )


def build_action_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Actions as the edition that holds has them, else their newest public edition; others are left out."""
    said = _find_commitments([one.pk for one in rows])
    for one in _attach_last_change(rows):
        if one.pk not in said:
            continue
        commitment = said[one.pk]
        row = agenda_cards.build_action_card(build_overview(commitment, today=today()))
        yield _build_entry(
            one,
            "action",
            title=f"{row['code']} {row['title']}",
            url=row["url"],
            summary=row["lead"],
            context={
                "action": row,
                "description": get_localised_text(commitment, "description"),
                "milestones": [agenda_cards.build_milestone_card(line) for line in commitment.action.milestones.all()],
                "updates": list(commitment.action.updates.all())[:3],
            },
            labels=commitment.themes.all(),
            authors=[commitment.responsible] if commitment.responsible else [],
            by=commitment.responsible_in_words,
        )


def _find_commitments(keys: Iterable[int]) -> dict[int, Commitment]:
    current = Edition.objects.current()
    lines = Commitment.objects.filter(action__in=keys, edition__status__in=PUBLIC)
    # The last of an action counts: that of the edition that holds, else of the newest.
    held = Case(When(edition=current, then=Value(1)), default=Value(0))
    chosen = dict(lines.order_by(held, "edition__number").values_list("action_id", "pk"))
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation").in_bulk(list(chosen.values()))
    return {row.action_id: row for row in rows.values()}


def build_edition_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Editions of the agenda."""
    for one in _attach_last_change(rows):
        page = agenda_cards.build_edition_card(one)
        title = _("Editie %(number)s: %(title)s") % {"number": one.number, "title": page["title"]}
        foreword = get_localised_text(one, "foreword")
        yield _build_entry(
            one,
            "edition",
            title=title,
            url=page["url"],
            summary=shorten_text(foreword, SUMMARY) or str(page["status_label"]),
            context={"edition": page, "foreword": foreword},
        )


def build_remark_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Remarks on an edition of `newest_first`, each with its answer; who took one back is not named."""
    for one in rows:
        remark = agenda_cards.build_remark_card(one)
        yield Entry(
            key=build_tag_uri("remark", one.pk),
            title=": ".join(filter(None, [remark["code"], remark["name"]])),
            url=reverse("edition_remarks", args=[one.edition.number]),
            updated=one.moment,
            published=one.placed_at,
            summary=shorten_text(one.text, SUMMARY),
            content=render_to_string("site/feeds/remark.html", {"remark": remark}),
            authors=(Author(remark["name"]),),
        )


def build_report_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Progress reports."""
    for one in _attach_last_change(rows):
        yield _build_entry(
            one,
            "report",
            title=one.title,
            url=reverse("report", args=[one.number]),
            summary=shorten_text(one.foreword, SUMMARY),
            context={"report": one},
        )


def build_step_entries(rows: Sequence[Any]) -> Iterator[Entry]:
    """Steps of the broadening; each is told once, on its own day."""
    for one in rows:
        at = dt.datetime.combine(one.on, dt.time(12), dt.UTC)
        yield Entry(
            key=build_tag_uri("step", one.pk),
            title=f"{one.organisation.name}: {one.get_step_display()}",
            url=reverse("organisation", args=[one.organisation.slug]),
            updated=at,
            published=at,
            summary=one.remark,
            content=render_to_string("site/feeds/step.html", {"step": network_cards.build_participation_step(one)}),
            authors=(_build_author(one.organisation),),
        )


def _attach_last_change(rows: Iterable[Any]) -> Iterator[Any]:
    """The rows, each with the last line of the log about it as `told`."""
    rows = list(rows)
    lines = Change.objects.in_bulk([one.last_line for one in rows if one.last_line])
    for one in rows:
        one.told = lines.get(one.last_line)
        yield one


def _build_entry(
    one: Any,
    kind: str,
    *,
    title: str,
    url: str,
    summary: str,
    context: Mapping[str, Any],
    labels: Iterable[Any] = (),
    authors: Iterable[Any] = (),
    by: str = "",
    language: str = "",
) -> Entry:
    news = get_localised_text(one.told, "note") if one.told else ""
    return Entry(
        key=build_tag_uri(kind, one.pk),
        title=title,
        url=url,
        updated=one.logged_at,
        published=min(one.first_logged_at, one.logged_at),
        summary=summary,
        content=render_to_string(f"site/feeds/{kind}.html", {**context, "news": news}),
        labels=tuple(Label(theme.slug, theme.title) for theme in labels),
        authors=(*([Author(by)] if by else []), *map(_build_author, authors)),
        language=language,
    )


def _build_author(organisation: Any) -> Author:
    return Author(organisation.name, reverse("organisation", args=[organisation.slug]))
