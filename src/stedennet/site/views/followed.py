"""The feed and the calendar of one thing: a theme, organisation, initiative, action or call."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from stedennet.agenda.models import Action
from stedennet.calls.models import Call

from .. import feeds, followed
from ..feeds import calendars, contents


def show_feed(request: HttpRequest, name: str, slug: str = "", code: str = "") -> HttpResponseBase:
    """Serve what the log says about the record of the subject `name` with this slug, or this code if it is an action.

    What merged into another redirects to it.
    """
    key = slug or code
    record = followed.find_record(name, key)
    if record is None:
        raise Http404
    subject = followed.BY_NAME[name]
    current_key = getattr(record, subject.field)
    if current_key != key:
        return redirect(f"{subject.page}_news", current_key)
    lines = followed.list_lines_about(record)
    page = reverse(subject.page, args=[key])
    return feeds.respond_with_feed(request, followed.get_title(record), page, lines, contents.build_line_entries)


def export_action_calendar(request: HttpRequest, code: str) -> HttpResponseBase:
    """Export the milestones of an action as iCalendar; one that merged into another redirects to it."""
    action = followed.find_record("actie", code)
    if not isinstance(action, Action):
        raise Http404
    if action.code != code:
        return redirect("action_calendar", action.code)
    entries = calendars.list_action_entries(action)
    return calendars.respond_with_calendar(request, followed.get_title(action), entries)


def export_call_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Export the closing day of a call as iCalendar."""
    call = get_object_or_404(Call.objects.readable().placed_here(), slug=slug)
    entries = calendars.build_closing_entries(Call.objects.readable().filter(pk=call.pk))
    return calendars.respond_with_calendar(request, call.title, entries)
