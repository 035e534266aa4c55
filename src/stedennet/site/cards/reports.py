"""Progress reports as plain values, for templates: the counts, the changes and each action as it was then."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.flows.reports import find_previous_report
from stedennet.agenda.models import ProgressReport, ReportPdf
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules.indicators import Reading
from stedennet.agenda.rules.reports import compare_reports, count_statuses
from stedennet.agenda.rules.status import MilestoneState, Status
from stedennet.core.dates import format_day, parse_short_day

Content = Mapping[str, Any]
"""A report, or a part of it, as read from its JSON."""


def build_report_page(report: ProgressReport) -> dict[str, object]:
    """Return everything that the page of a report shows, with what changed since the previous one."""
    content, previous = json.loads(report.content), find_previous_report(report)
    previous_content = json.loads(previous.content) if previous else None
    has_pdf = ReportPdf.objects.filter(report=report).exists()
    return {
        "report": build_report_card(report),
        "foreword": report.foreword,
        "counts": _build_counts(content, previous_content),
        "before": build_report_card(previous) if previous else None,
        "changes": _build_changes(previous_content, content) if previous_content else None,
        "actions": [_build_action_row(row) for row in content["actions"]],
        "before_facts_counted": any("reported" not in row for row in content["actions"]),
        "seal": report.seal,
        "json_url": reverse("report_json", args=[report.number]),
        "pdf_url": reverse("report_pdf", args=[report.number]) if has_pdf else "",
    }


def build_report_card(report: ProgressReport) -> dict[str, object]:
    """Return the card of a report in a list."""
    return {
        "number": report.number,
        "is_example": report.edition.is_example,
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
        "reported": format_day(*parse_short_day(action.get("reported", ""))),
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
