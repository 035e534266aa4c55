"""Progress reports: how the actions stood at the end of a period, and what changed since the report before."""

import datetime as dt
import json
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


def report_list(request: HttpRequest) -> HttpResponse:
    """All reports, the newest first."""
    rows = ProgressReport.objects.select_related("edition")
    context = {"reports": [_build_report_card(one) for one in rows], "feed_url": reverse("report_feed")}
    return render(request, "site/agenda/reports.html", context)


def report_feed(request: HttpRequest) -> HttpResponseBase:
    """The reports as a feed, the newest first."""
    rows = order_by_newest_change(ProgressReport.objects.all(), otherwise="made_at")
    return feeds.respond_with_feed(
        request, _("Voortgangsrapporten"), reverse("report_list"), rows, contents.build_report_entries
    )


def show_report(request: HttpRequest, number: int) -> HttpResponse:
    """One report: how many actions stand how, what moved, and each action as it was."""
    one = get_object_or_404(ProgressReport.objects.select_related("edition"), number=number)
    content, before = json.loads(one.content), find_previous_report(one)
    old = json.loads(before.content) if before else None
    context = {
        "report": _build_report_card(one),
        "foreword": one.foreword,
        "counts": _build_counts(content, old),
        "before": _build_report_card(before) if before else None,
        "changes": _build_changes(old, content) if old else None,
        "actions": [_build_action_row(row) for row in content["actions"]],
        "seal": one.seal,
        "json_url": reverse("report_json", args=[number]),
        "pdf_url": reverse("report_pdf", args=[number]) if ReportPdf.objects.filter(report=one).exists() else "",
    }
    return render(request, "site/agenda/report.html", context)


def download_report_json(request: HttpRequest, number: int) -> HttpResponse:
    """The very bytes that the seal was put on."""
    one = get_object_or_404(ProgressReport, number=number)
    response = HttpResponse(one.content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.json"'
    return response


def download_report_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF, once the worker has made it."""
    document = get_object_or_404(ReportPdf, report__number=number)
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.pdf"'
    return response


def _build_report_card(one: ProgressReport) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "url": reverse("report", args=[one.number]),
        "begins_on": one.begins_on,
        "ends_on": one.ends_on,
        "edition": one.edition.number,
        "edition_url": reverse("edition", args=[one.edition.number]),
    }


def _build_counts(content: dict[str, Any], old: dict[str, Any] | None) -> list[dict[str, Any]]:
    now, then = count_statuses(content), count_statuses(old) if old else {}
    return [
        {"value": one.value, "label": one.label, "n": now.get(one.value, 0), "before": then.get(one.value, 0)}
        for one in Status
        if now.get(one.value) or then.get(one.value)
    ]


def _build_changes(old: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    found = compare_reports(old, content)
    return {
        "moved": [
            {
                "code": one.code,
                "title": one.title,
                "url": reverse("action", args=[one.code]),
                "before": {"value": one.before, "label": Status(one.before).label},
                "after": {"value": one.after, "label": Status(one.after).label},
            }
            for one in found.moved
        ],
        "phases": [
            {**_build_action_link(vars(one)), "before": _format_phase(one.before), "after": _format_phase(one.after)}
            for one in found.phases
        ],
        "ends": [
            {
                **_build_action_link(vars(one)),
                "before": format_day(*parse_short_day(one.before)),
                "after": format_day(*parse_short_day(one.after)),
            }
            for one in found.ends
        ],
        "postponed": [
            {
                **_build_action_link(vars(one)),
                "before": format_day(*parse_short_day(one.before)),
                "after": format_day(*parse_short_day(one.after)),
            }
            for one in found.postponed
        ],
        "reached": [
            {
                **_build_action_link(vars(one)),
                "milestone": one.milestone,
                "completed": dt.date.fromisoformat(one.completed) if one.completed else None,
            }
            for one in found.reached
        ],
        "added": [_build_action_link(one) for one in found.added],
        "gone": [_build_action_link(one) for one in found.gone],
    }


def _format_phase(value: str) -> str:
    return str(Phase(value).label) if value else _("niet bekend")


def _build_action_link(one: Any) -> dict[str, str]:
    return {"code": one["code"], "title": one["title"], "url": reverse("action", args=[one["code"]])}


def _build_action_row(one: dict[str, Any]) -> dict[str, Any]:
    day = dt.date.fromisoformat
    return {
        **_build_action_link(one),
        "by": one["responsible"],
        "status": {"value": one["status"], "label": Status(one["status"]).label},
        "computed_label": Status(one["computed"]).label if one["computed"] != one["status"] else "",
        "reason": one["reason"],
        "phase_label": Phase(one["phase"]).label if one["phase"] else "",
        "updates": [{**row, "on": day(row["on"])} for row in one["updates"]],
        "milestones": [
            {
                "title": row["title"],
                "due": format_day(*parse_short_day(row["due"])),
                "state_label": MilestoneState(row["state"]).label,
                "completed": day(row["completed"]) if row["completed"] else None,
            }
            for row in one["milestones"]
        ],
        "indicators": [
            {**row, "reading_label": Reading(row["reading"]).label, "on": day(row["on"]) if row["on"] else None}
            for row in one["indicators"]
        ],
    }
