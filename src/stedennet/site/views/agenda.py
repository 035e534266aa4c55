"""The agenda: the actions of the current edition with their status, and the page of a single action."""

import re
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.flows.spreadsheets import build_workbook
from stedennet.agenda.models import Action, Commitment, Edition, ProgressReport
from stedennet.agenda.overview import ActionOverview, list_overviews
from stedennet.core.clock import today
from stedennet.lists.agenda import ACTIONS, EXAMPLES, ORGANISATION, STATUS, THEME, Actions

from ..cards import action_pages as action_cards
from ..cards import agenda as agenda_cards
from ..feeds import calendars, contents
from .lists import PER_PAGE, ListPages

MOST_BARS = 40
"""How many actions a page of the timeline shows at most."""


def agenda(request: HttpRequest) -> HttpResponse:
    """List the actions that match the filters, and sum up the status of all actions by theme and organisation."""
    return _show_list(request, LIST_PAGES)


def examples(request: HttpRequest) -> HttpResponse:
    """List the example actions in the same way."""
    return _show_list(request, EXAMPLE_PAGES)


def _show_list(request: HttpRequest, pages: "AgendaPages") -> HttpResponse:
    actions, all_actions, context = _chosen(request, pages)
    page = Paginator(actions, PER_PAGE).get_page(request.GET.get("pagina"))
    context |= {
        "actions": [agenda_cards.build_action_card(action) for action in page.object_list],
        "roll_up": action_cards.build_roll_up(all_actions, THEME),
        "roll_up_organisations": action_cards.build_roll_up(all_actions, ORGANISATION),
        "has_reports": ProgressReport.objects.filter(edition__is_example=pages.is_example).exists(),
        "examples_url": "" if pages.is_example else _find_examples_url(),
        "page_obj": page,
    }
    return render(request, "site/agenda/list.html", context)


def table(request: HttpRequest, *, of_examples: bool = False) -> HttpResponse:
    """Show the same actions as rows of a table."""
    actions, _all_actions, context = _chosen(request, _pages(of_examples))
    page = Paginator(actions, PER_PAGE).get_page(request.GET.get("pagina"))
    context |= {"actions": [agenda_cards.build_action_card(action) for action in page.object_list], "page_obj": page}
    return render(request, "site/agenda/table.html", context)


def board(request: HttpRequest, *, of_examples: bool = False) -> HttpResponse:
    """Show the same actions in one column for each status; a column that is cut off links to the list."""
    pages = _pages(of_examples)
    actions, _all_actions, context = _chosen(request, pages)
    filters = pages.filters(request)
    columns = action_cards.build_board(
        actions, lambda status: filters.with_choice(STATUS.name, status.value).onto(pages.declared.page_url)
    )
    return render(request, "site/agenda/board.html", {**context, "columns": columns})


def timeline(request: HttpRequest, *, of_examples: bool = False) -> HttpResponse:
    """Show the same actions as bars across the years, with the same facts in a table."""
    actions, _all_actions, context = _chosen(request, _pages(of_examples))
    page = Paginator([action for action in actions if action.begins_on], MOST_BARS).get_page(request.GET.get("pagina"))
    context |= action_cards.build_timeline(list(page.object_list), day=today()) | {
        "page_obj": page,
        "undated": sum(action.begins_on is None for action in actions),
    }
    return render(request, "site/agenda/timeline.html", context)


def _pages(of_examples: bool) -> "AgendaPages":
    return EXAMPLE_PAGES if of_examples else LIST_PAGES


def _find_examples_url() -> str:
    return reverse("agenda_examples") if Edition.objects.current_example() else ""


def _chosen(
    request: HttpRequest, pages: "AgendaPages"
) -> tuple[list[ActionOverview], list[ActionOverview], dict[str, object]]:
    """Return the actions that match the filters, all actions, and the context that the four views share."""
    filters = pages.filters(request)
    edition = Edition.objects.current_example() if pages.is_example else Edition.objects.current()
    all_actions = Actions(list_overviews(edition, today=today()) if edition else ())
    actions = pages.declared.narrow(all_actions, filters.chosen)
    page = pages.declared.page
    views = {
        page: _("Lijst"),
        f"{page}_table": _("Tabel"),
        f"{page}_board": _("Bord"),
        f"{page}_timeline": _("Tijdlijn"),
    }
    context = pages.context(filters, all_actions) | {
        "is_example": pages.is_example,
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


@dataclass(frozen=True, kw_only=True)
class AgendaPages(ListPages):
    """How the site shows a list of actions: the real ones, or the examples."""

    is_example: bool = False


LIST_PAGES = AgendaPages(
    declared=ACTIONS,
    view=agenda,
    entries=contents.build_action_entries,
    dates=calendars.build_milestone_entries,
    workbook=_build_workbook,
)
EXAMPLE_PAGES = AgendaPages(
    declared=EXAMPLES,
    view=examples,
    entries=contents.build_action_entries,
    dates=calendars.build_milestone_entries,
    can_be_followed=False,
    is_example=True,
)


def show_action(request: HttpRequest, code: str) -> HttpResponse:
    """Show an action as the current edition words it, or else the newest public one.

    An action that was merged or superseded redirects to its successor. Raises Http404 for one that is not public.
    """
    if not re.fullmatch("[A-Z]{1,4}-[0-9]{1,4}", code):
        raise Http404
    versions = list(Commitment.objects.of_page(code))
    action = versions[0].action if versions else get_object_or_404(Action, code=code)
    if successor := Action.objects.successor_of(action):
        return redirect("action", code=successor.code, permanent=True)
    if not versions:
        raise Http404
    return render(request, "site/agenda/action.html", action_cards.build_action_page(versions, day=today()))
