"""The agenda: the actions of the edition that holds, with their status, and one action."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.flows.spreadsheets import build_workbook
from stedennet.agenda.models import Action, Commitment, Edition, ProgressReport
from stedennet.agenda.overview import ActionOverview, build_overview, list_overviews
from stedennet.agenda.rules.editions import PUBLIC
from stedennet.agenda.rules.status import Status, count_by_status, first_day_of, last_day_of
from stedennet.core import goals
from stedennet.core.clock import today
from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text
from stedennet.lists.agenda import ACTIONS, ORGANISATION, STATUS, THEME, ActionFacet

from .. import news
from ..cards import agenda as agenda_cards
from ..cards import calls as call_cards
from ..cards import dispatches as dispatch_cards
from ..cards import network as network_cards
from ..drawings.timelines import Bar
from ..drawings.timelines import draw_timeline as drawn
from ..embedding import share_metadata, shareables
from ..feeds import calendars, contents
from . import articles
from .lists import PER_PAGE, ListPages

MOST_IN_A_COLUMN, MOST_BARS = 20, 40


def agenda(request: HttpRequest) -> HttpResponse:
    """The actions that fit the filters, and how all of them stand per theme."""
    rows, everything, context = _chosen(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    context |= {
        "actions": [agenda_cards.build_action_card(one) for one in page.object_list],
        "roll_up": _roll_up(everything, THEME),
        "roll_up_organisations": _roll_up(everything, ORGANISATION),
        "has_reports": ProgressReport.objects.exists(),
        "page_obj": page,
    }
    return render(request, "site/agenda/list.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same actions as rows of a table."""
    rows, _everything, context = _chosen(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    context |= {"actions": [agenda_cards.build_action_card(one) for one in page.object_list], "page_obj": page}
    return render(request, "site/agenda/table.html", context)


def board(request: HttpRequest) -> HttpResponse:
    """The same actions in a column for each status; long columns lead to the list."""
    rows, _everything, context = _chosen(request)
    filters = LIST_PAGES.filters(request)
    columns = []
    for status in Status:
        here = [row for row in rows if row.shown == status]
        cards_here = [agenda_cards.build_action_card(one) for one in here[:MOST_IN_A_COLUMN]]
        more = filters.with_choice(STATUS.name, status.value).onto(reverse("agenda"))
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
    page = Paginator([row for row in rows if row.begins_on], MOST_BARS).get_page(request.GET.get("pagina"))
    day = today()
    milestones = agenda_cards.group_milestones_by_action(page.object_list)
    context |= {
        "actions": [
            {**agenda_cards.build_action_card(one), "dated": milestones.get(one.action_id, [])}
            for one in page.object_list
        ],
        "drawing": drawn([_bar(row) for row in page.object_list], today=day),
        "page_obj": page,
        "undated": sum(row.begins_on is None for row in rows),
    }
    return render(request, "site/agenda/timeline.html", context)


def _bar(one: ActionOverview) -> Bar:
    begin = first_day_of(one.begins_on, one.begins_precision) if one.begins_on else today()
    return Bar(
        label=one.code,
        title=f"{one.name}: {one.shown.label}",
        url=reverse("action", args=[one.code]),
        begin=begin,
        end=last_day_of(one.ends_on, one.ends_precision) if one.ends_on else None,
        kind=one.shown.value,
        dots=tuple(last_day_of(row.due_on, row.precision) for row in one.milestones if row.due_on),
    )


def _chosen(request: HttpRequest) -> tuple[list[ActionOverview], list[ActionOverview], dict[str, Any]]:
    """The rows that fit, all rows, and what the three views of the list share."""
    filters = LIST_PAGES.filters(request)
    edition = Edition.objects.current()
    everything = list_overviews(edition, today=today()) if edition else []
    rows = ACTIONS.narrow(everything, filters.chosen)
    views = {
        "agenda": _("Lijst"),
        "agenda_table": _("Tabel"),
        "agenda_board": _("Bord"),
        "agenda_timeline": _("Tijdlijn"),
    }
    context = LIST_PAGES.context(filters, everything) | {
        "edition": agenda_cards.build_edition_card(edition) if edition else None,
        "total": len(rows),
        "views": [
            {"label": label, "url": filters.onto(reverse(name)), "here": reverse(name) == request.path}
            for name, label in views.items()
        ],
    }
    return rows, everything, context


def _build_workbook(actions: list[ActionOverview]) -> bytes:
    """The actions with their milestones; editors can read the file in again."""
    edition = Edition.objects.current()
    if edition is None:
        raise Http404
    return build_workbook(edition, {action.code for action in actions})


LIST_PAGES = ListPages(
    declared=ACTIONS,
    view=agenda,
    entries=contents.build_action_entries,
    dates=calendars.build_milestone_entries,
    workbook=_build_workbook,
)


def _roll_up(rows: list[ActionOverview], facet: ActionFacet) -> list[dict[str, Any]]:
    """How the actions stand per theme or per organisation."""
    themes: dict[str, list[Status]] = {}
    words: dict[str, str] = {}
    for row in rows:
        for value, label in facet.values(row).items():
            words[value] = label
            themes.setdefault(value, []).append(row.shown)
    return [
        {
            "label": words[value],
            "url": f"?{facet.name}={value}",
            "total": len(statuses),
            "counts": [
                {"value": one.value, "label": one.label, "n": n} for one, n in count_by_status(statuses).items()
            ],
        }
        for value, statuses in sorted(themes.items(), key=lambda pair: words[pair[0]])
    ]


def show_action(request: HttpRequest, code: str) -> HttpResponse:
    """One action as its newest public edition has it, with how it goes; what was merged leads on."""
    if not re.fullmatch("[A-Z]{1,4}-[0-9]{1,4}", code):
        raise Http404
    one = get_object_or_404(Action.objects.select_related("merged_into", "superseded_by"), code=code)
    target = one.merged_into or one.superseded_by
    if target and Action.objects.readable().filter(pk=target.pk).exists():
        return redirect("action", code=target.code, permanent=True)
    day = today()
    said = list(one.commitments.filter(edition__status__in=PUBLIC).with_edition().order_by("-edition__number"))
    if not said:
        raise Http404
    current = Edition.objects.current()
    shown = next((row for row in said if current and row.edition_id == current.pk), said[0])
    commitment = (
        Commitment.objects.with_parts().prefetch_related("partners__organisation", "depends_on").get(pk=shown.pk)
    )
    known = Action.objects.known_codes() if commitment.depends_on.all() else set()
    context = {
        "action": agenda_cards.build_action_card(build_overview(commitment, today=day)),
        "description": get_localised_text(commitment, "description"),
        "schedule": commitment.schedule,
        "budget": commitment.budget,
        "budget_source": commitment.budget_source,
        "source_url": commitment.source_url,
        "source_host": network_cards.host_of(commitment.source_url),
        "partners": [
            {
                "organisation": network_cards.build_organisation_card(row.organisation),
                "note": row.in_words,
                "since": "",
                "source_url": "",
            }
            for row in commitment.partners.all()
        ],
        "other_partners": commitment.partners_in_words,
        "depends_on": [
            {"code": row.code, "url": reverse("action", args=[row.code])}
            for row in commitment.depends_on.all()
            if row.code in known
        ],
        "needed_by": [
            {"code": row.action.code, "url": reverse("action", args=[row.action.code])}
            for row in one.needed_by_commitments.filter(edition=shown.edition).select_related("action")
        ],
        "came_from": _list_predecessors(one),
        "calls": [call_cards.build_call_card(row) for row in one.calls.readable().with_cards()],
        "call_url": f"{reverse('call_place')}?op=actie:{code}",
        "articles": articles.list_articles_linking_to(reverse("action", args=[code])),
        "sdgs": goals.describe_goals(commitment.sdgs),
        "contact": _format_contact(one),
        "stopped": {"on": one.stopped_on, "reason": one.stopped_reason} if one.stopped_on else None,
        "milestones": [
            {**agenda_cards.build_milestone_card(row), "moved": agenda_cards.list_earlier_due_days(row)}
            for row in commitment.action.milestones.all()
        ],
        "indicators": [
            agenda_cards.build_indicator_card(row, today=day) for row in commitment.action.indicators.all()
        ],
        "updates": [
            {
                "on": row.on,
                "text": row.text,
                "evidence_url": row.evidence_url,
                "by": row.organisation.name if row.organisation else "",
            }
            for row in commitment.action.updates.all()
        ],
        "links": [
            {
                "kind_label": row.get_kind_display(),
                "title": row.title,
                "url": row.url,
                "note": ", ".join(filter(None, [row.publisher, format_day(row.published_on)])),
            }
            for row in one.links.all()
        ],
        "editions": [agenda_cards.build_edition_card(row.edition) for row in said],
        "edition": agenda_cards.build_edition_card(shown.edition),
        "news": news.list_latest_news(6, subject=one),
        "went": dispatch_cards.count_dispatches(one),
        "share": share_metadata.build_share_metadata(shareables.build_action_shareable(commitment)),
    }
    return render(request, "site/agenda/action.html", context)


def _list_predecessors(one: Action) -> list[dict[str, Any]]:
    """The actions that went up in this one or that it follows, each as its last edition named it."""
    rows = Commitment.objects.filter(
        Q(action__merged_into=one) | Q(action__superseded_by=one), edition__status__in=PUBLIC
    )
    newest = {row.action.code: row for row in rows.with_edition().select_related("action").order_by("edition__number")}
    return [
        {"code": code, "title": row.name, "edition": agenda_cards.build_edition_card(row.edition)}
        for code, row in sorted(newest.items())
    ]


def _format_contact(one: Action) -> str:
    """What readers may know of the contact."""
    if one.contact_level == Action.ContactLevel.NONE:
        return ""
    name = one.contact_name if one.contact_level == Action.ContactLevel.NAME else ""
    return ", ".join(filter(None, [name, one.contact_role]))
