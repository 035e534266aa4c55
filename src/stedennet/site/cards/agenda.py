"""The agenda as plain values with URLs, for templates and open data."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.agenda.action_status import reading_of
from stedennet.agenda.models import Action, Approval, Edition, Indicator, Milestone, Party, Remark, Subject
from stedennet.agenda.overview import ActionOverview
from stedennet.agenda.querysets.commitments import ActionQuerySet
from stedennet.agenda.rules.editions import AGREEING, are_known_from_sources, count_needed_approvals
from stedennet.agenda.rules.indicators import Point
from stedennet.agenda.rules.status import MilestoneState, PartsProgress, last_day_of
from stedennet.core.dates import format_day
from stedennet.core.numbers import format_number
from stedennet.core.text import get_localised_text, mark_dutch
from stedennet.events.rules.calendars import AMSTERDAM, CalendarEntry

from . import network as network_cards


def build_action_card(action: ActionOverview) -> dict[str, Any]:
    """Return the card of an action in a list."""
    milestones = [milestone for milestone in action.milestones if milestone.state != MilestoneState.CANCELLED]
    return {
        "code": action.code,
        "is_example": action.is_example,
        "title": action.name,
        "lead": get_localised_text(action, "lead"),
        "url": reverse("action", args=[action.code]),
        "part_of": build_code_link(action.parent_code) if action.parent_code else None,
        "parts": format_parts(action.parts),
        "by": action.by,
        "by_all": format_parties(action),
        "by_url": reverse("organisation", args=[action.by_slug]) if action.by_slug else "",
        "others": [{"name": name, "url": reverse("organisation", args=[slug])} for slug, name in action.others],
        "themes": [network_cards.build_theme_card(theme) for theme in action.themes],
        "status": build_status(action),
        "phase_label": action.phase_label,
        "period": format_period(action),
        "milestones": len(milestones),
        "milestones_done": sum(milestone.state == MilestoneState.DONE for milestone in milestones),
    }


def format_parts(parts: PartsProgress | None) -> str:
    """Return how far the parts of an action are in words: “3 van 5 deelacties klaar”; empty without parts."""
    if parts is None:
        return ""
    words = ngettext("%(done)s van %(n)s deelactie klaar", "%(done)s van %(n)s deelacties klaar", parts.total)
    return words % {"done": parts.done, "n": parts.total}


def format_parties(action: ActionOverview) -> str:
    """Return all responsible parties in words, the first one first; a brief overview only counts the others."""
    if not action.others_count:
        return action.by
    if action.others:
        return _("%(first)s, met %(others)s") % {
            "first": action.by,
            "others": ", ".join(name for _slug, name in action.others),
        }
    words = ngettext("%(first)s en %(n)s andere partij", "%(first)s en %(n)s andere partijen", action.others_count)
    return words % {"first": action.by, "n": action.others_count}


def build_status(action: ActionOverview) -> dict[str, Any]:
    """Return the status of an action: the one shown, the computed one and how fresh it is."""
    return {
        "value": action.shown.value,
        "label": action.shown.label,
        "computed_label": action.computed.label,
        "is_stated": action.stated is not None,
        "reason": mark_dutch(action.reason),
        "freshness": action.freshness.value,
        "freshness_label": action.freshness.label,
        "checked_on": action.checked_on,
        "reported": format_day(*action.reported) if action.reported else "",
    }


def format_period(action: ActionOverview) -> str:
    """Return the period of an action in words; empty when neither begin nor end is known."""
    begin, end = (
        format_day(action.begins_on, action.begins_precision),
        format_day(action.ends_on, action.ends_precision),
    )
    if begin and end:
        return begin if begin == end else _("%(begin)s tot en met %(end)s") % {"begin": begin, "end": end}
    if begin:
        return _("vanaf %(begin)s") % {"begin": begin}
    return _("tot en met %(end)s") % {"end": end} if end else ""


def select_actions_linking_to(path: str) -> ActionQuerySet:
    """The actions that link to the page at `path`, in either language."""
    return Action.objects.linking_to(f"{settings.SITE_URL}{re.sub('^/en(?=/)', '', path)}")


def build_code_link(code: str) -> dict[str, str]:
    """Return the code of an action with the address of its page."""
    return {"code": code, "url": reverse("action", args=[code])}


def build_milestone_card(milestone: Milestone) -> dict[str, Any]:
    """Return a milestone for the page of its action."""
    return {
        "pk": milestone.pk,
        "title": mark_dutch(milestone.title),
        "due": milestone.due_in_words,
        "state": milestone.state,
        "state_label": milestone.get_state_display(),
        "completed_on": milestone.completed_on,
        "source_url": milestone.source_url,
    }


def list_earlier_due_days(milestone: Milestone) -> list[dict[str, Any]]:
    """List the previous due days of a milestone, each with the day on which it was changed."""
    return [
        {"before": format_day(change.before, change.before_precision), "on": change.on}
        for change in milestone.due_changes.all()
        if change.before
    ]


def group_milestones_by_action(actions: Iterable[ActionOverview]) -> dict[int, list[dict[str, Any]]]:
    """Return the cards of all milestones with a due day, by the id of their action, in one query."""
    cards: dict[int, list[dict[str, Any]]] = {}
    dated = Milestone.objects.filter(action__in=[action.action_id for action in actions], due_on__isnull=False)
    for milestone in dated:
        cards.setdefault(milestone.action_id, []).append(build_milestone_card(milestone))
    return cards


def build_calendar_entry(milestone: Milestone, action: ActionOverview) -> CalendarEntry:
    """Return a milestone as a calendar entry, on the last day of its period (day, month, quarter or year)."""
    due = dt.datetime.combine(last_day_of(milestone.due_on, milestone.precision), dt.time(), AMSTERDAM)  # type: ignore[arg-type]
    host = urlsplit(settings.SITE_URL).hostname
    address = reverse("action", args=[action.code])
    return CalendarEntry(
        uid=f"milestone-{milestone.pk}@{host}",
        sequence=milestone.revision,
        title=f"{action.code} {milestone.title}",
        starts_at=due,
        ends_at=due,
        time_known=False,
        changed_at=milestone.changed_at,
        text=f"{action.name}: {milestone.get_state_display()}",
        url=f"{settings.SITE_URL}{address}",
        organiser=action.by,
        cancelled=milestone.state == MilestoneState.CANCELLED,
        labels=tuple(theme.clear_title for theme in action.themes),
    )


def list_indicator_lines(actions: Iterable[ActionOverview]) -> list[dict[str, object]]:
    """List the indicators of these actions, each with its newest value, its last target and the action."""
    return [
        {
            "name": indicator.name,
            "unit": indicator.unit,
            "reading": indicator.reading.value,
            "reading_label": indicator.reading.label,
            "newest": _build_point(indicator.newest),
            "target": _build_point(indicator.target),
            "action": build_code_link(action.code),
        }
        for action in actions
        for indicator in action.indicators
    ]


def _build_point(point: Point | None) -> dict[str, object] | None:
    return {"on": point.on, "value": format_number(point.value)} if point else None


def build_indicator_card(indicator: Indicator, *, today: dt.date) -> dict[str, Any]:
    """Return an indicator with its measurements and targets, baseline first, and how it reads on `today`."""
    reading = reading_of(indicator, today=today)
    points: list[dict[str, Any]] = [
        {
            "on": point.on,
            "label": point.get_kind_display(),
            "value": format_number(point.value),
            "source_url": point.source_url,
        }
        for point in indicator.points.all()
    ]
    if indicator.baseline_value is not None:
        baseline = {
            "on": indicator.baseline_on,
            "label": _("begin"),
            "value": format_number(indicator.baseline_value),
            "source_url": "",
        }
        points.insert(0, baseline)
    return {
        "name": indicator.title,
        "unit": indicator.unit_in_words,
        "url": reverse("indicator", args=[indicator.slug]) if indicator.slug else "",
        "direction_label": indicator.get_direction_display(),
        "reading": reading.value,
        "reading_label": reading.label,
        "points": points,
    }


def build_edition_card(edition: Edition) -> dict[str, Any]:
    """Return the card of an edition in a list."""
    return {
        "number": edition.number,
        "is_example": edition.is_example,
        "title": edition.name,
        "url": reverse("edition", args=[edition.number]),
        "status": edition.status,
        "status_label": edition.get_status_display(),
        "adopted_at": edition.adopted_at,
        "consultation_ends_on": edition.consultation_ends_on,
        "note": mark_dutch(edition.note),
        "reason": mark_dutch(edition.status_reason),
        "source_url": edition.source_url,
    }


def build_party_card(party: Party) -> dict[str, Any]:
    """Return a party with its standing decision and those it withdrew."""
    approvals = list(party.approvals.all())
    standing = next((approval for approval in approvals if approval.withdrawn_at is None), None)
    return {
        "organisation": network_cards.build_organisation_card(party.organisation),
        "is_signatory": party.is_signatory,
        "decision": build_approval_card(standing) if standing else None,
        "taken_back": [build_approval_card(approval) for approval in approvals if approval.withdrawn_at is not None],
    }


def build_decisions(subject: Subject, parties: Iterable[Party]) -> dict[str, object]:
    """Return the parties to an edition or a strategy with their decisions, and how many agree; for `_parties.html`."""
    cards = [build_party_card(party) for party in parties]
    signatories = [card for card in cards if card["is_signatory"]]
    decisions = [card["decision"] for card in signatories if card["decision"]]
    return {
        "parties": cards,
        "shows_decisions": subject.frozen_at is not None,
        "known_from_sources": are_known_from_sources([decision["way"] for decision in decisions]),
        "decided": len(decisions),
        "agree": sum(decision["value"] in AGREEING for decision in decisions),
        "needed": count_needed_approvals(signatories=len(signatories), quorum=subject.quorum),
        "deciding": len(signatories),
    }


def build_approval_card(approval: Approval) -> dict[str, Any]:
    """Return one decision of a party, with its mandate."""
    return {
        "value": approval.decision,
        "label": approval.get_decision_display(),
        "words": mark_dutch(approval.words),
        "signed_by": approval.signed_by,
        "way": approval.way,
        "by_link": approval.way == Approval.Way.LINK,
        "on": approval.decided_at,
        "mandate": ", ".join(filter(None, [approval.mandate_body, format_day(approval.mandate_on)])),
        "mandate_url": approval.mandate_url,
        "withdrawn_at": approval.withdrawn_at,
        "withdrawn_reason": approval.withdrawn_reason,
    }


def build_remark_card(remark: Remark) -> dict[str, Any]:
    """Return a remark on an edition with the answer to it; a withdrawn remark has no name."""
    return {
        "name": ", ".join(filter(None, [remark.name, remark.organisation])) or _("ingetrokken"),
        "code": remark.action.code if remark.action else "",
        "text": remark.text,
        "on": remark.placed_at,
        "answer": remark.answer,
    }
