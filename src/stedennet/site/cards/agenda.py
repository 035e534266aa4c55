"""What templates and open data show of the agenda: plain values with their addresses."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.action_status import reading_of
from stedennet.agenda.models import Approval, Edition, Indicator, Milestone, Party, Remark
from stedennet.agenda.overview import ActionOverview
from stedennet.agenda.rules.status import MilestoneState, last_day_of
from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text
from stedennet.events.rules.calendars import AMSTERDAM, CalendarEntry

from . import network as network_cards


def build_action_card(one: ActionOverview) -> dict[str, Any]:
    """An action in a list."""
    counting = [row for row in one.milestones if row.state != MilestoneState.CANCELLED]
    return {
        "code": one.code,
        "title": one.name,
        "lead": get_localised_text(one, "lead"),
        "url": reverse("action", args=[one.code]),
        "by": one.by,
        "by_url": reverse("organisation", args=[one.by_slug]) if one.by_slug else "",
        "themes": [network_cards.build_theme_card(theme) for theme in one.themes],
        "status": build_status(one),
        "phase_label": one.phase_label,
        "period": format_period(one),
        "milestones": len(counting),
        "milestones_done": sum(row.state == MilestoneState.DONE for row in counting),
    }


def build_status(one: ActionOverview) -> dict[str, Any]:
    """How an action stands, computed and stated."""
    return {
        "value": one.shown.value,
        "label": one.shown.label,
        "computed_label": one.computed.label,
        "is_stated": one.stated is not None,
        "reason": one.reason,
        "freshness": one.freshness.value,
        "freshness_label": one.freshness.label,
        "checked_on": one.checked_on,
    }


def format_period(one: ActionOverview) -> str:
    """From when to when, in words; empty when nothing is known."""
    begin, end = format_day(one.begins_on, one.begins_precision), format_day(one.ends_on, one.ends_precision)
    if begin and end:
        return begin if begin == end else _("%(begin)s tot en met %(end)s") % {"begin": begin, "end": end}
    if begin:
        return _("vanaf %(begin)s") % {"begin": begin}
    return _("tot en met %(end)s") % {"end": end} if end else ""


def build_milestone_card(one: Any) -> dict[str, Any]:
    """A milestone on the action's page."""
    return {
        "pk": one.pk,
        "title": one.title,
        "due": one.due_in_words,
        "state": one.state,
        "state_label": one.get_state_display(),
        "completed_on": one.completed_on,
        "source_url": one.source_url,
    }


def list_earlier_due_days(one: Milestone) -> list[dict[str, Any]]:
    """The days that a milestone had before, each with the day on which it got another."""
    return [
        {"before": format_day(row.before, row.before_precision), "on": row.on}
        for row in one.due_changes.all()
        if row.before
    ]


def group_milestones_by_action(rows: Iterable[ActionOverview]) -> dict[int, list[dict[str, Any]]]:
    """The milestones with a day of these actions, by action: one query."""
    found: dict[int, list[dict[str, Any]]] = {}
    dated = Milestone.objects.filter(action__in=[one.action_id for one in rows], due_on__isnull=False)
    for row in dated:
        found.setdefault(row.action_id, []).append(build_milestone_card(row))
    return found


def build_calendar_entry(one: Milestone, of: ActionOverview) -> CalendarEntry:
    """A milestone for the calendar: the last day of the time that it may take."""
    due = dt.datetime.combine(last_day_of(one.due_on, one.precision), dt.time(), AMSTERDAM)  # type: ignore[arg-type]
    host = urlsplit(settings.SITE_URL).hostname
    address = reverse("action", args=[of.code])
    return CalendarEntry(
        uid=f"milestone-{one.pk}@{host}",
        sequence=one.revision,
        title=f"{of.code} {one.title}",
        starts_at=due,
        ends_at=due,
        time_known=False,
        changed_at=one.changed_at,
        text=f"{of.name}: {one.get_state_display()}",
        url=f"{settings.SITE_URL}{address}",
        organiser=of.by,
        cancelled=one.state == MilestoneState.CANCELLED,
        labels=tuple(theme.title for theme in of.themes),
    )


def build_indicator_card(one: Indicator, *, today: dt.date) -> dict[str, Any]:
    """An indicator with its points as a table."""
    reading = reading_of(one, today=today)
    points: list[dict[str, Any]] = [
        {"on": row.on, "label": row.get_kind_display(), "value": row.value.normalize(), "source_url": row.source_url}
        for row in one.points.all()
    ]
    if one.baseline_value is not None:
        begin = {"on": one.baseline_on, "label": _("begin"), "value": one.baseline_value.normalize(), "source_url": ""}
        points.insert(0, begin)
    return {
        "name": one.name,
        "unit": one.unit,
        "direction_label": one.get_direction_display(),
        "reading": reading.value,
        "reading_label": reading.label,
        "points": points,
    }


def build_edition_card(one: Edition) -> dict[str, Any]:
    """An edition in a list."""
    return {
        "number": one.number,
        "title": one.name,
        "url": reverse("edition", args=[one.number]),
        "status": one.status,
        "status_label": one.get_status_display(),
        "adopted_at": one.adopted_at,
        "consultation_ends_on": one.consultation_ends_on,
        "note": one.note,
        "reason": one.status_reason,
        "source_url": one.source_url,
    }


def build_party_card(one: Party) -> dict[str, Any]:
    """A party with what it decided and what it took back."""
    decided = list(one.approvals.all())
    standing = next((row for row in decided if row.withdrawn_at is None), None)
    return {
        "organisation": network_cards.build_organisation_card(one.organisation),
        "is_signatory": one.is_signatory,
        "decision": build_approval_card(standing) if standing else None,
        "taken_back": [build_approval_card(row) for row in decided if row.withdrawn_at is not None],
    }


def build_approval_card(one: Approval) -> dict[str, Any]:
    """One decision."""
    return {
        "value": one.decision,
        "label": one.get_decision_display(),
        "words": one.words,
        "signed_by": one.signed_by,
        "by_link": one.way == Approval.Way.LINK,
        "on": one.decided_at,
        "mandate": ", ".join(filter(None, [one.mandate_body, format_day(one.mandate_on)])),
        "mandate_url": one.mandate_url,
        "withdrawn_at": one.withdrawn_at,
        "withdrawn_reason": one.withdrawn_reason,
    }


def build_remark_card(one: Remark) -> dict[str, Any]:
    """What somebody said about an edition, and the answer."""
    return {
        "name": ", ".join(filter(None, [one.name, one.organisation])) or _("ingetrokken"),
        "code": one.action.code if one.action else "",
        "text": one.text,
        "on": one.placed_at,
        "answer": one.answer,
    }
