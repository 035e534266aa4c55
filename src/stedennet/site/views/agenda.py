"""The agenda: the actions of the current edition with their status, and the page of a single action."""

import re

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
from ..drawings.timelines import Bar, draw_timeline
from ..embedding import share_metadata, shareables
from ..feeds import calendars, contents
from . import articles
from .lists import PER_PAGE, ListPages

MOST_IN_A_COLUMN, MOST_BARS = 20, 40
"""How many actions a column of the board and a page of the timeline show at most."""


def agenda(request: HttpRequest) -> HttpResponse:
    """List the actions that match the filters, and sum up the status of all actions by theme and organisation."""
    actions, all_actions, context = _chosen(request)
    page = Paginator(actions, PER_PAGE).get_page(request.GET.get("pagina"))
    context |= {
        "actions": [agenda_cards.build_action_card(action) for action in page.object_list],
        "roll_up": _roll_up(all_actions, THEME),
        "roll_up_organisations": _roll_up(all_actions, ORGANISATION),
        "has_reports": ProgressReport.objects.exists(),
        "page_obj": page,
    }
    return render(request, "site/agenda/list.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """Show the same actions as rows of a table."""
    actions, _all_actions, context = _chosen(request)
    page = Paginator(actions, PER_PAGE).get_page(request.GET.get("pagina"))
    context |= {"actions": [agenda_cards.build_action_card(action) for action in page.object_list], "page_obj": page}
    return render(request, "site/agenda/table.html", context)


def board(request: HttpRequest) -> HttpResponse:
    """Show the same actions in one column for each status; a column that is cut off links to the list."""
    actions, _all_actions, context = _chosen(request)
    filters = LIST_PAGES.filters(request)
    columns = []
    for status in Status:
        in_status = [action for action in actions if action.shown == status]
        cards = [agenda_cards.build_action_card(action) for action in in_status[:MOST_IN_A_COLUMN]]
        more_url = filters.with_choice(STATUS.name, status.value).onto(reverse("agenda"))
        if in_status:
            columns.append(
                {
                    "value": status.value,
                    "label": status.label,
                    "n": len(in_status),
                    "actions": cards,
                    "more_url": more_url if len(in_status) > MOST_IN_A_COLUMN else "",
                }
            )
    return render(request, "site/agenda/board.html", {**context, "columns": columns})


def timeline(request: HttpRequest) -> HttpResponse:
    """Show the same actions as bars across the years, with the same facts in a table."""
    actions, _all_actions, context = _chosen(request)
    page = Paginator([action for action in actions if action.begins_on], MOST_BARS).get_page(request.GET.get("pagina"))
    day = today()
    milestones = agenda_cards.group_milestones_by_action(page.object_list)
    context |= {
        "actions": [
            {**agenda_cards.build_action_card(action), "dated": milestones.get(action.action_id, [])}
            for action in page.object_list
        ],
        "drawing": draw_timeline([_bar(action) for action in page.object_list], today=day),
        "page_obj": page,
        "undated": sum(action.begins_on is None for action in actions),
    }
    return render(request, "site/agenda/timeline.html", context)


def _bar(action: ActionOverview) -> Bar:
    begin = first_day_of(action.begins_on, action.begins_precision) if action.begins_on else today()
    return Bar(
        label=action.code,
        title=f"{action.name}: {action.shown.label}",
        url=reverse("action", args=[action.code]),
        begin=begin,
        end=last_day_of(action.ends_on, action.ends_precision) if action.ends_on else None,
        kind=action.shown.value,
        dots=tuple(
            last_day_of(milestone.due_on, milestone.precision) for milestone in action.milestones if milestone.due_on
        ),
    )


def _chosen(request: HttpRequest) -> tuple[list[ActionOverview], list[ActionOverview], dict[str, object]]:
    """Return the actions that match the filters, all actions, and the context that the four views share."""
    filters = LIST_PAGES.filters(request)
    edition = Edition.objects.current()
    all_actions = list_overviews(edition, today=today()) if edition else []
    actions = ACTIONS.narrow(all_actions, filters.chosen)
    views = {
        "agenda": _("Lijst"),
        "agenda_table": _("Tabel"),
        "agenda_board": _("Bord"),
        "agenda_timeline": _("Tijdlijn"),
    }
    context = LIST_PAGES.context(filters, all_actions) | {
        "edition": agenda_cards.build_edition_card(edition) if edition else None,
        "total": len(actions),
        "views": [
            {"label": label, "url": filters.onto(reverse(name)), "here": reverse(name) == request.path}
            for name, label in views.items()
        ],
    }
    return actions, all_actions, context


def _build_workbook(actions: list[ActionOverview]) -> bytes:
    """The actions with their milestones, as a file that editors can import. Raises Http404 without an edition."""
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


def _roll_up(actions: list[ActionOverview], facet: ActionFacet) -> list[dict[str, object]]:
    """Count the actions by status, for each value of a facet such as theme or organisation."""
    statuses_by_value: dict[str, list[Status]] = {}
    labels: dict[str, str] = {}
    for action in actions:
        for value, label in facet.values(action).items():
            labels[value] = label
            statuses_by_value.setdefault(value, []).append(action.shown)
    return [
        {
            "label": labels[value],
            "url": f"?{facet.name}={value}",
            "total": len(statuses),
            "counts": [
                {"value": status.value, "label": status.label, "n": number}
                for status, number in count_by_status(statuses).items()
            ],
        }
        for value, statuses in sorted(statuses_by_value.items(), key=lambda pair: labels[pair[0]])
    ]


def show_action(request: HttpRequest, code: str) -> HttpResponse:
    """Show an action as the current edition words it, or else the newest public one.

    An action that was merged or superseded redirects to its successor. Raises Http404 for one that is not public.
    """
    if not re.fullmatch("[A-Z]{1,4}-[0-9]{1,4}", code):
        raise Http404
    action = get_object_or_404(Action.objects.select_related("merged_into", "superseded_by"), code=code)
    target = action.merged_into or action.superseded_by
    if target and Action.objects.readable().filter(pk=target.pk).exists():
        return redirect("action", code=target.code, permanent=True)
    day = today()
    commitments = list(
        action.commitments.filter(edition__status__in=PUBLIC).with_edition().order_by("-edition__number")
    )
    if not commitments:
        raise Http404
    current = Edition.objects.current()
    shown = next(
        (candidate for candidate in commitments if current and candidate.edition_id == current.pk), commitments[0]
    )
    commitment = (
        Commitment.objects.with_parts().prefetch_related("partners__organisation", "depends_on").get(pk=shown.pk)
    )
    known_codes = Action.objects.known_codes() if commitment.depends_on.all() else set()
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
                "organisation": network_cards.build_organisation_card(partner.organisation),
                "note": partner.in_words,
                "since": "",
                "source_url": "",
            }
            for partner in commitment.partners.all()
        ],
        "other_partners": commitment.partners_in_words,
        "depends_on": [
            {"code": needed_action.code, "url": reverse("action", args=[needed_action.code])}
            for needed_action in commitment.depends_on.all()
            if needed_action.code in known_codes
        ],
        "needed_by": [
            {"code": dependent.action.code, "url": reverse("action", args=[dependent.action.code])}
            for dependent in action.needed_by_commitments.filter(edition=shown.edition).select_related("action")
        ],
        "came_from": _list_predecessors(action),
        "calls": [call_cards.build_call_card(call) for call in action.calls.readable().with_cards()],
        "call_url": f"{reverse('call_place')}?op=actie:{code}",
        "articles": articles.list_articles_linking_to(reverse("action", args=[code])),
        "sdgs": goals.describe_goals(commitment.sdgs),
        "contact": _format_contact(action),
        "stopped": {"on": action.stopped_on, "reason": action.stopped_reason} if action.stopped_on else None,
        "milestones": [
            {**agenda_cards.build_milestone_card(milestone), "moved": agenda_cards.list_earlier_due_days(milestone)}
            for milestone in commitment.action.milestones.all()
        ],
        "indicators": [
            agenda_cards.build_indicator_card(indicator, today=day) for indicator in commitment.action.indicators.all()
        ],
        "updates": [
            {
                "on": update.on,
                "text": update.text,
                "evidence_url": update.evidence_url,
                "by": update.organisation.name if update.organisation else "",
            }
            for update in commitment.action.updates.all()
        ],
        "links": [
            {
                "kind_label": link.get_kind_display(),
                "title": link.title,
                "url": link.url,
                "note": ", ".join(filter(None, [link.publisher, format_day(link.published_on)])),
            }
            for link in action.links.all()
        ],
        "editions": [agenda_cards.build_edition_card(version.edition) for version in commitments],
        "edition": agenda_cards.build_edition_card(shown.edition),
        "news": news.list_latest_news(6, subject=action),
        "went": dispatch_cards.count_dispatches(action),
        "share": share_metadata.build_share_metadata(shareables.build_action_shareable(commitment)),
    }
    return render(request, "site/agenda/action.html", context)


def _list_predecessors(action: Action) -> list[dict[str, object]]:
    """The actions that were merged into this one or that it supersedes, each under its latest public name."""
    rows = Commitment.objects.filter(
        Q(action__merged_into=action) | Q(action__superseded_by=action), edition__status__in=PUBLIC
    )
    newest = {
        commitment.action.code: commitment
        for commitment in rows.with_edition().select_related("action").order_by("edition__number")
    }
    return [
        {"code": code, "title": commitment.name, "edition": agenda_cards.build_edition_card(commitment.edition)}
        for code, commitment in sorted(newest.items())
    ]


def _format_contact(action: Action) -> str:
    """The part of the contact that may be public: nothing, the role, or name and role."""
    if action.contact_level == Action.ContactLevel.NONE:
        return ""
    name = action.contact_name if action.contact_level == Action.ContactLevel.NAME else ""
    return ", ".join(filter(None, [name, action.contact_role]))
