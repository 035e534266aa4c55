"""What templates and open data show of the agenda: plain values with their addresses."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.models import Approval, Commitment, Edition, Indicator, Milestone, Party, Remark
from stedennet.agenda.rules.status import MilestoneState, last_day
from stedennet.agenda.standing import Standing, reading_of, standing_of
from stedennet.core.dates import in_words
from stedennet.core.text import in_language
from stedennet.events.rules.calendar import AMSTERDAM, Entry

from . import cards


def action(one: Commitment, *, today: dt.date, standing: Standing | None = None) -> dict[str, Any]:
    """An action in a list; `one` comes from `with_parts()`."""
    standing = standing or standing_of(one, today=today)
    counting = [row for row in one.action.milestones.all() if row.state != MilestoneState.CANCELLED]
    return {
        "code": one.action.code,
        "title": one.name,
        "lead": in_language(one, "lead"),
        "url": reverse("action", args=[one.action.code]),
        "by": one.by,
        "by_url": reverse("organisation", args=[one.responsible.slug]) if one.responsible else "",
        "themes": [cards.theme(theme) for theme in one.themes.all()],
        "status": status(standing),
        "phase_label": one.action.get_phase_display(),
        "period": period(one),
        "milestones": len(counting),
        "milestones_done": sum(row.state == MilestoneState.DONE for row in counting),
    }


def status(standing: Standing) -> dict[str, Any]:
    """How an action stands, computed and stated."""
    stated = standing.stated
    return {
        "value": standing.shown.value,
        "label": standing.shown.label,
        "computed_label": standing.computed.label,
        "is_stated": stated is not None,
        "reason": stated.reason if stated else "",
        "freshness": standing.freshness.value,
        "freshness_label": standing.freshness.label,
        "checked_on": standing.checked_on,
    }


def period(one: Commitment) -> str:
    """From when to when, in words; empty when nothing is known."""
    begin, end = one.begins_in_words, one.ends_in_words
    if begin and end:
        return begin if begin == end else _("%(begin)s tot en met %(end)s") % {"begin": begin, "end": end}
    if begin:
        return _("vanaf %(begin)s") % {"begin": begin}
    return _("tot en met %(end)s") % {"end": end} if end else ""


def milestone(one: Any) -> dict[str, Any]:
    """A milestone on the action's page."""
    return {
        "title": one.title,
        "due": one.due_in_words,
        "state": one.state,
        "state_label": one.get_state_display(),
        "completed_on": one.completed_on,
        "source_url": one.source_url,
    }


def calendar_entry(one: Milestone, commitment: Commitment) -> Entry:
    """A milestone for the calendar: the last day of the time that it may take."""
    due = dt.datetime.combine(last_day(one.due_on, one.precision), dt.time(), AMSTERDAM)  # type: ignore[arg-type]
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    address = reverse("action", args=[commitment.action.code])
    return Entry(
        uid=f"milestone-{one.pk}@{host}",
        sequence=one.revision,
        title=f"{commitment.action.code} {one.title}",
        starts_at=due,
        ends_at=due,
        time_known=False,
        changed_at=one.changed_at,
        text=f"{commitment.name}: {one.get_state_display()}",
        url=f"{settings.SITE_URL}{address}",
        organiser=commitment.by,
        cancelled=one.state == MilestoneState.CANCELLED,
    )


def indicator(one: Indicator, *, today: dt.date) -> dict[str, Any]:
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


def edition(one: Edition) -> dict[str, Any]:
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


def party(one: Party) -> dict[str, Any]:
    """A party with what it decided and what it took back."""
    decided = list(one.approvals.all())
    standing = next((row for row in decided if row.withdrawn_at is None), None)
    return {
        "organisation": cards.organisation(one.organisation),
        "is_signatory": one.is_signatory,
        "decision": approval(standing) if standing else None,
        "taken_back": [approval(row) for row in decided if row.withdrawn_at is not None],
    }


def approval(one: Approval) -> dict[str, Any]:
    """One decision."""
    return {
        "value": one.decision,
        "label": one.get_decision_display(),
        "words": one.words,
        "signed_by": one.signed_by,
        "on": one.decided_at,
        "mandate": ", ".join(filter(None, [one.mandate_body, in_words(one.mandate_on)])),
        "mandate_url": one.mandate_url,
        "withdrawn_at": one.withdrawn_at,
        "withdrawn_reason": one.withdrawn_reason,
    }


def remark(one: Remark) -> dict[str, Any]:
    """What somebody said about an edition, and the answer."""
    return {
        "name": ", ".join(filter(None, [one.name, one.organisation])) or _("ingetrokken"),
        "code": one.action.code if one.action else "",
        "text": one.text,
        "on": one.placed_at,
        "answer": one.answer,
    }


def as_data(one: Commitment, *, today: dt.date) -> dict[str, Any]:
    """An action as open data."""
    card = action(one, today=today)
    return {
        "code": card["code"],
        "titel": one.title,
        "in_een_zin": one.lead or None,
        "verantwoordelijk": one.by or None,
        "themas": ", ".join(theme.title for theme in one.themes.all()) or None,
        "stand": card["status"]["value"],
        "stand_berekend": standing_of(one, today=today).computed.value,
        "fase": one.action.phase or None,
        "begint": one.begins_on,
        "begint_bekend_tot_op": one.begins_precision if one.begins_on else None,
        "klaar_op": one.ends_on,
        "klaar_bekend_tot_op": one.ends_precision if one.ends_on else None,
        "mijlpalen": card["milestones"],
        "mijlpalen_gehaald": card["milestones_done"],
        "nagekeken_op": card["status"]["checked_on"],
        "adres": f"{settings.SITE_URL}{card['url']}",
        "bron": one.source_url or None,
    }


COLUMNS = (
    "code",
    "titel",
    "in_een_zin",
    "verantwoordelijk",
    "themas",
    "stand",
    "stand_berekend",
    "fase",
    "begint",
    "begint_bekend_tot_op",
    "klaar_op",
    "klaar_bekend_tot_op",
    "mijlpalen",
    "mijlpalen_gehaald",
    "nagekeken_op",
    "adres",
    "bron",
)
