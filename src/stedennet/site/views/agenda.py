"""The agenda: the actions of the edition that holds, with their status, and one action."""

import datetime as dt
import re
from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.agenda.models import Action, Commitment, Edition
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules.editions import PUBLIC
from stedennet.agenda.rules.status import Status, first_day, last_day, rolled_up
from stedennet.agenda.standing import Standing, standing_of
from stedennet.core.clock import today
from stedennet.core.text import in_language
from stedennet.events.rules.calendar import as_calendar
from stedennet.network.querysets.facets import Option

from .. import agenda_cards, cards, news, opendata
from ..filters import Filters
from ..timelines import Bar
from ..timelines import timeline as drawn

NAMES = ("thema", "organisatie", "stand", "fase", "jaar")
LABELS = {
    "thema": gettext_lazy("Thema"),
    "organisatie": gettext_lazy("Organisatie"),
    "stand": gettext_lazy("Stand"),
    "fase": gettext_lazy("Fase"),
    "jaar": gettext_lazy("Jaar"),
}
CONDITIONS = "randvoorwaarden"
PER_PAGE = 24
MOST_IN_A_COLUMN, MOST_BARS = 20, 40
Row = tuple[Commitment, Standing]


def rows_of(edition: Edition | None, day: dt.date) -> list[Row]:
    """All actions of an edition with how each stands on `day`; a fixed number of queries."""
    if edition is None:
        return []
    commitments = Commitment.objects.in_edition(edition).with_parts().prefetch_related("partners__organisation")
    return [(one, standing_of(one, today=day)) for one in commitments]


def _values(name: str, row: Row) -> dict[str, str]:
    """What an action counts for under a filter: values with their words."""
    one, standing = row
    if name == "thema":
        return {theme.slug: theme.full_title for theme in one.themes.all()} or {CONDITIONS: _("Randvoorwaarden")}
    if name == "organisatie":
        named = [one.responsible, *(partner.organisation for partner in one.partners.all())]
        return {organisation.slug: organisation.name for organisation in named if organisation}
    if name == "stand":
        return {standing.shown.value: str(standing.shown.label)}
    if name == "fase":
        return {one.action.phase: str(Phase(one.action.phase).label)} if one.action.phase else {}
    begin, end = one.begins_on, one.ends_on or one.begins_on
    return {str(year): str(year) for year in range(begin.year, (end or begin).year + 1)} if begin else {}


def _fits(row: Row, chosen: dict[str, str], *, without: str = "") -> bool:
    words = chosen.get("q", "").casefold()
    if words and without != "q" and words not in f"{row[0].action.code} {row[0].title} {row[0].lead}".casefold():
        return False
    return all(
        value in _values(name, row) for name, value in chosen.items() if name not in ("q", without) and name in NAMES
    )


def _options(name: str, rows: list[Row], filters: Filters) -> list[Option]:
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for row in rows:
        values = _values(name, row)
        words |= values
        if _fits(row, filters.chosen, without=name):
            counts.update(values.keys())
    if name == "stand":
        return [Option(one.value, str(one.label), counts[one.value]) for one in Status]
    if name == "jaar":
        return [Option(year, year, counts[year]) for year in sorted(words, reverse=True)]
    return [Option(value, label, counts[value]) for value, label in sorted(words.items(), key=lambda pair: pair[1])]


def agenda(request: HttpRequest) -> HttpResponse:
    """The actions that fit the filters, and how all of them stand per theme."""
    rows, everything, context = _chosen(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    day = today()
    context |= {
        "actions": [agenda_cards.action(one, today=day, standing=standing) for one, standing in page.object_list],
        "roll_up": _roll_up(everything),
        "page_obj": page,
    }
    return render(request, "site/agenda/list.html", context)


def board(request: HttpRequest) -> HttpResponse:
    """The same actions in a column for each status; long columns lead to the list."""
    rows, _everything, context = _chosen(request)
    day, filters = today(), Filters(request.GET, NAMES)
    columns = []
    for status in Status:
        here = [row for row in rows if row[1].shown == status]
        cards_here = [
            agenda_cards.action(one, today=day, standing=standing) for one, standing in here[:MOST_IN_A_COLUMN]
        ]
        more = Filters({**filters.chosen, "stand": status.value}, NAMES).onto(reverse("agenda"))
        if here:
            columns.append(
                {
                    "value": status.value,
                    "label": status.label,
                    "n": len(here),
                    "actions": cards_here,
                    "more_url": more if len(here) > MOST_IN_A_COLUMN else "",
                }
            )
    return render(request, "site/agenda/board.html", {**context, "columns": columns})


def timeline(request: HttpRequest) -> HttpResponse:
    """The same actions as bars over the years, and as a table with the same facts."""
    rows, _everything, context = _chosen(request)
    page = Paginator([row for row in rows if row[0].begins_on], MOST_BARS).get_page(request.GET.get("pagina"))
    day = today()
    context |= {
        "actions": [agenda_cards.action(one, today=day, standing=standing) for one, standing in page.object_list],
        "drawing": drawn([_bar(row) for row in page.object_list], today=day),
        "page_obj": page,
        "undated": sum(row[0].begins_on is None for row in rows),
    }
    return render(request, "site/agenda/timeline.html", context)


def _bar(row: Row) -> Bar:
    one, standing = row
    begin = first_day(one.begins_on, one.begins_precision) if one.begins_on else today()
    return Bar(
        label=one.action.code,
        title=f"{one.name}: {standing.shown.label}",
        url=reverse("action", args=[one.action.code]),
        begin=begin,
        end=last_day(one.ends_on, one.ends_precision) if one.ends_on else None,
        kind=standing.shown.value,
        dots=tuple(last_day(row.due_on, row.precision) for row in one.action.milestones.all() if row.due_on),
    )


def _chosen(request: HttpRequest) -> tuple[list[Row], list[Row], dict[str, Any]]:
    """The rows that fit, all rows, and what the three views of the list share."""
    filters = Filters(request.GET, NAMES)
    edition = Edition.objects.current()
    everything = rows_of(edition, today())
    rows = [row for row in everything if _fits(row, filters.chosen)]
    facets: list[dict[str, Any]] = [
        {"name": name, "label": LABELS[name], "options": filters.options(name, _options(name, everything, filters))}
        for name in NAMES
    ]
    views = {"agenda": _("Lijst"), "agenda_board": _("Bord"), "agenda_timeline": _("Tijdlijn")}
    context = {
        "edition": agenda_cards.edition(edition) if edition else None,
        "total": len(rows),
        "facets": facets,
        "active_filters": filters.active({str(one["name"]): one["options"] for one in facets}),
        "q": filters.chosen.get("q", ""),
        "query": filters.query,
        "views": [
            {"label": label, "url": filters.onto(reverse(name)), "here": reverse(name) == request.path}
            for name, label in views.items()
        ],
        "csv_url": filters.onto(reverse("agenda_csv")),
        "json_url": filters.onto(reverse("agenda_json")),
        "feed_url": filters.onto(reverse("agenda_feed")),
        "calendar_url": filters.onto(reverse("agenda_calendar")),
    }
    return rows, everything, context


def _roll_up(rows: list[Row]) -> list[dict[str, Any]]:
    """How the actions stand per theme, and all together."""
    themes: dict[str, list[Status]] = {}
    words: dict[str, str] = {}
    for row in rows:
        for value, label in _values("thema", row).items():
            words[value] = label
            themes.setdefault(value, []).append(row[1].shown)
    return [
        {
            "label": words[value],
            "url": f"?thema={value}",
            "total": len(statuses),
            "counts": [{"value": one.value, "label": one.label, "n": n} for one, n in rolled_up(statuses).items()],
        }
        for value, statuses in sorted(themes.items(), key=lambda pair: words[pair[0]])
    ]


def action(request: HttpRequest, code: str) -> HttpResponse:
    """One action as its newest public edition has it, with how it goes; what was merged leads on."""
    if not re.fullmatch("[A-Z]{1,4}-[0-9]{1,4}", code):
        raise Http404
    one = get_object_or_404(Action.objects.select_related("merged_into", "superseded_by"), code=code)
    target = one.merged_into or one.superseded_by
    if target:
        return redirect("action", code=target.code, permanent=True)
    day = today()
    said = list(
        one.commitments.filter(edition__status__in=PUBLIC).select_related("edition").order_by("-edition__number")
    )
    if not said:
        raise Http404
    current = Edition.objects.current()
    shown = next((row for row in said if current and row.edition_id == current.pk), said[0])
    commitment = (
        Commitment.objects.with_parts().prefetch_related("partners__organisation", "depends_on").get(pk=shown.pk)
    )
    context = {
        "action": agenda_cards.action(commitment, today=day),
        "description": in_language(commitment, "description"),
        "schedule": commitment.schedule,
        "budget": commitment.budget_in_words,
        "budget_source": commitment.budget_source,
        "source_url": commitment.source_url,
        "partners": [
            {"organisation": cards.organisation(row.organisation), "note": row.role, "since": "", "source_url": ""}
            for row in commitment.partners.all()
        ],
        "other_partners": commitment.partners_in_words,
        "depends_on": [
            {"code": row.code, "url": reverse("action", args=[row.code])} for row in commitment.depends_on.all()
        ],
        "sdgs": commitment.sdgs,
        "contact": _contact(one),
        "stopped": {"on": one.stopped_on, "reason": one.stopped_reason} if one.stopped_on else None,
        "milestones": [agenda_cards.milestone(row) for row in commitment.action.milestones.all()],
        "indicators": [agenda_cards.indicator(row, today=day) for row in commitment.action.indicators.all()],
        "updates": [
            {"on": row.on, "text": row.text, "evidence_url": row.evidence_url}
            for row in commitment.action.updates.all()
        ],
        "editions": [agenda_cards.edition(row.edition) for row in said],
        "edition": agenda_cards.edition(shown.edition),
        "news": news.latest(6, subject=one),
    }
    return render(request, "site/agenda/action.html", context)


def _contact(one: Action) -> str:
    """What readers may know of the contact."""
    if one.contact_level == Action.ContactLevel.NONE:
        return ""
    name = one.contact_name if one.contact_level == Action.ContactLevel.NAME else ""
    return ", ".join(filter(None, [name, one.contact_role]))


def _filtered(request: HttpRequest) -> list[Row]:
    filters = Filters(request.GET, NAMES)
    return [row for row in rows_of(Edition.objects.current(), today()) if _fits(row, filters.chosen)]


def agenda_csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    rows = (agenda_cards.as_data(one, today=today()) for one, _standing in _filtered(request))
    return opendata.as_csv("acties", agenda_cards.COLUMNS, rows)


def agenda_json(request: HttpRequest) -> HttpResponse:
    """The filtered list as JSON."""
    return opendata.as_json(
        "acties", (agenda_cards.as_data(one, today=today()) for one, _standing in _filtered(request))
    )


def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """The milestones of the filtered list as iCalendar."""
    entries = [
        agenda_cards.calendar_entry(milestone, one)
        for one, _standing in _filtered(request)
        for milestone in one.action.milestones.all()
        if milestone.due_on
    ]
    response = HttpResponse(as_calendar(_("Mijlpalen"), entries), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="mijlpalen.ics"'
    return response


def agenda_feed(request: HttpRequest) -> HttpResponse:
    """What changed lately in the actions of the filtered list, as an Atom feed."""
    entries = news.entries((one.action for one, _standing in _filtered(request)), "action", key="code")
    return opendata.as_feed(request, _("Agenda"), reverse("agenda"), entries)
