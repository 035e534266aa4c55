"""Progress reports: the state of the actions at the end of a period, and the changes since the previous report."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.flows.reports import find_previous_report
from stedennet.agenda.models import ProgressReport, ReportPdf
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules.indicators import Reading
from stedennet.agenda.rules.reports import compare_reports, count_statuses
from stedennet.agenda.rules.status import MilestoneState, Status
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.dates import format_day, parse_short_day

from .. import feeds
from ..feeds import contents

Content = Mapping[str, Any]
"""A report, or a part of it, as read from its JSON."""


def report_list(request: HttpRequest) -> HttpResponse:
    """Show all reports, the newest first."""
    rows = ProgressReport.objects.select_related("edition")
    context = {"reports": [_build_report_card(report) for report in rows], "feed_url": reverse("report_feed")}
    return render(request, "site/agenda/reports.html", context)


def report_feed(request: HttpRequest) -> HttpResponseBase:
    """Serve the reports as a feed, the newest first."""
    rows = order_by_newest_change(ProgressReport.objects.all(), otherwise="made_at")
    return feeds.respond_with_feed(
        request, _("Voortgangsrapporten"), reverse("report_list"), rows, contents.build_report_entries
    )


def show_report(request: HttpRequest, number: int) -> HttpResponse:
    """Show one report: the number of actions in each status, the changes, and each action as it was then."""
    report = get_object_or_404(ProgressReport.objects.select_related("edition"), number=number)
    content, previous = json.loads(report.content), find_previous_report(report)
    previous_content = json.loads(previous.content) if previous else None
    context = {
        "report": _build_report_card(report),
        "foreword": report.foreword,
        "counts": _build_counts(content, previous_content),
        "before": _build_report_card(previous) if previous else None,
        "changes": _build_changes(previous_content, content) if previous_content else None,
        "actions": [_build_action_row(row) for row in content["actions"]],
        "before_facts_counted": any("reported" not in row for row in content["actions"]),
        "seal": report.seal,
        "json_url": reverse("report_json", args=[number]),
        "pdf_url": reverse("report_pdf", args=[number]) if ReportPdf.objects.filter(report=report).exists() else "",
    }
    return render(request, "site/agenda/report.html", context)


def download_report_json(request: HttpRequest, number: int) -> HttpResponse:
    """Serve exactly the bytes that were sealed."""
    report = get_object_or_404(ProgressReport, number=number)
    response = HttpResponse(report.content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.json"'
    return response


def download_report_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Serve the PDF; 404 until the worker has made it."""
    document = get_object_or_404(ReportPdf, report__number=number)
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.pdf"'
    return response


def _build_report_card(report: ProgressReport) -> dict[str, object]:
    return {
        "number": report.number,
        "title": report.title,
        "url": reverse("report", args=[report.number]),
        "begins_on": report.begins_on,
        "ends_on": report.ends_on,
        "edition": report.edition.number,
        "edition_url": reverse("edition", args=[report.edition.number]),
    }


def _build_counts(content: Content, previous_content: Content | None) -> list[dict[str, object]]:
    now, then = count_statuses(content), count_statuses(previous_content) if previous_content else {}
    return [
        {
            "value": status.value,
            "label": status.label,
            "n": now.get(status.value, 0),
            "before": then.get(status.value, 0),
        }
        for status in Status
        if now.get(status.value) or then.get(status.value)
    ]


def _build_changes(previous_content: Content, content: Content) -> dict[str, object]:
    changes = compare_reports(previous_content, content)
    return {
        "moved": [
            {
                "code": move.code,
                "title": move.title,
                "url": reverse("action", args=[move.code]),
                "before": {"value": move.before, "label": Status(move.before).label},
                "after": {"value": move.after, "label": Status(move.after).label},
            }
            for move in changes.moved
        ],
        "phases": [
            {
                **_build_action_link(vars(move)),
                "before": _format_phase(move.before),
                "after": _format_phase(move.after),
            }
            for move in changes.phases
        ],
        "ends": [
            {
                **_build_action_link(vars(move)),
                "before": format_day(*parse_short_day(move.before)),
                "after": format_day(*parse_short_day(move.after)),
            }
            for move in changes.ends
        ],
        "postponed": [
            {
                **_build_action_link(vars(move)),
                "before": format_day(*parse_short_day(move.before)),
                "after": format_day(*parse_short_day(move.after)),
            }
            for move in changes.postponed
        ],
        "reached": [
            {
                **_build_action_link(vars(milestone)),
                "milestone": milestone.milestone,
                "completed": dt.date.fromisoformat(milestone.completed) if milestone.completed else None,
            }
            for milestone in changes.reached
        ],
        "added": [_build_action_link(action) for action in changes.added],
        "gone": [_build_action_link(action) for action in changes.gone],
    }


def _format_phase(value: str) -> str:
    return str(Phase(value).label) if value else _("niet bekend")


def _build_action_link(action: Content) -> dict[str, str]:
    return {"code": action["code"], "title": action["title"], "url": reverse("action", args=[action["code"]])}


def _build_action_row(action: Content) -> dict[str, object]:
    day = dt.date.fromisoformat
    return {
        **_build_action_link(action),
        "by": action["responsible"],
        "status": {"value": action["status"], "label": Status(action["status"]).label},
        "reported_on": day(action["reported"]) if action.get("reported") else None,
        "computed_label": Status(action["computed"]).label if action["computed"] != action["status"] else "",
        "reason": action["reason"],
        "phase_label": Phase(action["phase"]).label if action["phase"] else "",
        "updates": [{**row, "on": day(row["on"])} for row in action["updates"]],
        "milestones": [
            {
                "title": row["title"],
                "due": format_day(*parse_short_day(row["due"])),
                "state_label": MilestoneState(row["state"]).label,
                "completed": day(row["completed"]) if row["completed"] else None,
            }
            for row in action["milestones"]
        ],
        "indicators": [
            {**row, "reading_label": Reading(row["reading"]).label, "on": day(row["on"]) if row["on"] else None}
            for row in action["indicators"]
        ],
    }
