"""Progress reports: how the actions stood at the end of a period, and what changed since the report before."""

import datetime as dt
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.flows.reporting import previous_of
from stedennet.agenda.models import ProgressReport, ReportPdf
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules.indicators import Reading
from stedennet.agenda.rules.reports import compared, counts
from stedennet.agenda.rules.status import MilestoneState, Status
from stedennet.changes.dating import newest_change_first
from stedennet.core.dates import from_short, in_words

from .. import feeds
from ..feeds import contents


def report_list(request: HttpRequest) -> HttpResponse:
    """All reports, the newest first."""
    rows = ProgressReport.objects.select_related("edition")
    context = {"reports": [_card(one) for one in rows], "feed_url": reverse("report_feed")}
    return render(request, "site/agenda/reports.html", context)


def report_feed(request: HttpRequest) -> HttpResponseBase:
    """The reports as a feed, the newest first."""
    rows = newest_change_first(ProgressReport.objects.all(), otherwise="made_at")
    return feeds.answer(request, _("Voortgangsrapporten"), reverse("report_list"), rows, contents.reports)


def report(request: HttpRequest, number: int) -> HttpResponse:
    """One report: how many actions stand how, what moved, and each action as it was."""
    one = get_object_or_404(ProgressReport.objects.select_related("edition"), number=number)
    content, before = json.loads(one.content), previous_of(one)
    old = json.loads(before.content) if before else None
    context = {
        "report": _card(one),
        "foreword": one.foreword,
        "counts": _counts(content, old),
        "before": _card(before) if before else None,
        "changes": _changes(old, content) if old else None,
        "actions": [_action(row) for row in content["actions"]],
        "seal": one.seal,
        "json_url": reverse("report_json", args=[number]),
        "pdf_url": reverse("report_pdf", args=[number]) if ReportPdf.objects.filter(report=one).exists() else "",
    }
    return render(request, "site/agenda/report.html", context)


def report_json(request: HttpRequest, number: int) -> HttpResponse:
    """The very bytes that the seal was put on."""
    one = get_object_or_404(ProgressReport, number=number)
    response = HttpResponse(one.content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.json"'
    return response


def report_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF, once the worker has made it."""
    document = get_object_or_404(ReportPdf, report__number=number)
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.pdf"'
    return response


def _card(one: ProgressReport) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "url": reverse("report", args=[one.number]),
        "begins_on": one.begins_on,
        "ends_on": one.ends_on,
        "edition": one.edition.number,
        "edition_url": reverse("edition", args=[one.edition.number]),
    }


def _counts(content: dict[str, Any], old: dict[str, Any] | None) -> list[dict[str, Any]]:
    now, then = counts(content), counts(old) if old else {}
    return [
        {"value": one.value, "label": one.label, "n": now.get(one.value, 0), "before": then.get(one.value, 0)}
        for one in Status
        if now.get(one.value) or then.get(one.value)
    ]


def _changes(old: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    found = compared(old, content)
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
            {**_named(vars(one)), "before": _phase(one.before), "after": _phase(one.after)} for one in found.phases
        ],
        "ends": [
            {
                **_named(vars(one)),
                "before": in_words(*from_short(one.before)),
                "after": in_words(*from_short(one.after)),
            }
            for one in found.ends
        ],
        "postponed": [
            {
                **_named(vars(one)),
                "before": in_words(*from_short(one.before)),
                "after": in_words(*from_short(one.after)),
            }
            for one in found.postponed
        ],
        "reached": [
            {
                **_named(vars(one)),
                "milestone": one.milestone,
                "completed": dt.date.fromisoformat(one.completed) if one.completed else None,
            }
            for one in found.reached
        ],
        "added": [_named(one) for one in found.added],
        "gone": [_named(one) for one in found.gone],
    }


def _phase(value: str) -> str:
    return str(Phase(value).label) if value else _("niet bekend")


def _named(one: Any) -> dict[str, str]:
    return {"code": one["code"], "title": one["title"], "url": reverse("action", args=[one["code"]])}


def _action(one: dict[str, Any]) -> dict[str, Any]:
    day = dt.date.fromisoformat
    return {
        **_named(one),
        "by": one["responsible"],
        "status": {"value": one["status"], "label": Status(one["status"]).label},
        "computed_label": Status(one["computed"]).label if one["computed"] != one["status"] else "",
        "reason": one["reason"],
        "phase_label": Phase(one["phase"]).label if one["phase"] else "",
        "updates": [{**row, "on": day(row["on"])} for row in one["updates"]],
        "milestones": [
            {
                "title": row["title"],
                "due": in_words(*from_short(row["due"])),
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
