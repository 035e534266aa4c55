"""Progress reports: the actions of the current edition as they were at the end of a period."""

import datetime as dt

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.dates import format_short_day
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.records import store_record

from ..access import can_edit_agenda
from ..action_status import milestones_of, phase_of, reading_of, summarise_status
from ..models import Commitment, Edition, Indicator, IndicatorPoint, ProgressReport
from ..rules.editions import FIRST_EXAMPLE, Status
from ..rules.seals import compute_seal, encode_canonical

REPORT_FORMAT = 2
"""Incremented when the stored form changes; old reports keep theirs. Format 1 lacked the begin and end of actions and
the keys of milestones."""


@transaction.atomic
def publish_report(
    *, by: Actor, title: str, foreword: str, begins_on: dt.date, ends_on: dt.date, about_example: bool = False
) -> ProgressReport:
    """Freeze the status of all actions on `ends_on` and the updates since `begins_on`.

    `about_example` reports on the example edition. Raises NotAllowed, or Refused without an adopted edition and for a
    period that has not ended.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur maakt een rapport."))
    adopted = Edition.objects.select_for_update().filter(status=Status.ADOPTED)
    edition = adopted.filter(is_example=about_example).first()
    if edition is None:
        raise Refused(_("Er is geen vastgestelde editie om over te rapporteren."))
    if ends_on > today():
        raise Refused(_("Deze periode is nog niet voorbij."), field="ends_on")
    if begins_on > ends_on:
        raise Refused(_("Het einde moet na het begin liggen."), field="ends_on")
    number = _find_next_number(edition)
    content = {
        "format": REPORT_FORMAT,
        "number": number,
        "edition": edition.number,
        "title": title.strip(),
        "foreword": foreword.strip(),
        "begins": begins_on.isoformat(),
        "ends": ends_on.isoformat(),
        **({"example": True} if edition.is_example else {}),
        "actions": _build_actions(edition, begins_on, ends_on),
    }
    report = store_record(
        ProgressReport(
            number=number,
            edition=edition,
            title=title.strip(),
            foreword=foreword.strip(),
            begins_on=begins_on,
            ends_on=ends_on,
            made_at=now(),
            content=encode_canonical(content).decode(),
            seal=compute_seal(content),
        )
    )
    announce_change(report, "published", title=report.title, at=report.made_at)
    record_act(report, "agenda.report_published", by=by)
    return report


def _find_next_number(edition: Edition) -> int:
    reports = ProgressReport.objects.filter(edition__is_example=edition.is_example)
    before = FIRST_EXAMPLE - 1 if edition.is_example else 0
    return (reports.aggregate(last=Max("number"))["last"] or before) + 1


def find_previous_report(report: ProgressReport) -> ProgressReport | None:
    """The newest report about a period that ended earlier, or earlier about the same period; None if there is none."""
    alike = ProgressReport.objects.filter(edition__is_example=report.edition.is_example)
    earlier = alike.filter(Q(ends_on__lt=report.ends_on) | Q(ends_on=report.ends_on, number__lt=report.number))
    return earlier.order_by("-ends_on", "-number").first()


def _build_actions(edition: Edition, begin: dt.date, end: dt.date) -> list[dict[str, object]]:
    rows = Commitment.objects.in_edition(edition).with_parts()
    rows = rows.prefetch_related("action__updates__organisation", "action__phase_changes", "partners__organisation")
    return [_build_action(commitment, begin, end) for commitment in rows]


def _build_action(commitment: Commitment, begin: dt.date, end: dt.date) -> dict[str, object]:
    summary = summarise_status(commitment, today=end)
    updates = [update for update in commitment.action.updates.all() if begin <= update.on <= end]
    return {
        "code": commitment.action.code,
        "title": commitment.title,
        "responsible": ", ".join([commitment.by, *(party.organisation.name for party in commitment.others)]),
        "themes": sorted(theme.name for theme in commitment.themes.all()),
        "phase": phase_of(commitment.action, today=end),
        "status": summary.shown.value,
        "computed": summary.computed.value,
        "reason": summary.stated.reason if summary.stated else "",
        "checked": summary.checked_on.isoformat() if summary.checked_on else "",
        "reported": format_short_day(*summary.reported) if summary.reported else "",
        "begins": format_short_day(commitment.begins_on, commitment.begins_precision),
        "ends": format_short_day(commitment.ends_on, commitment.ends_precision),
        "milestones": [
            {
                "key": record.pk,
                "title": record.title,
                "due": format_short_day(milestone.due_on, milestone.precision),
                "state": milestone.state,
                "completed": milestone.completed_on.isoformat() if milestone.completed_on else "",
            }
            for record, milestone in milestones_of(commitment.action, today=end)
        ],
        "updates": [
            {
                "on": update.on.isoformat(),
                "text": update.text,
                "organisation": update.organisation.name if update.organisation else "",
                "evidence_url": update.evidence_url,
            }
            for update in sorted(updates, key=lambda update: (update.on, update.pk))
        ],
        "indicators": [_build_indicator(indicator, end) for indicator in commitment.action.indicators.all()],
    }


def _build_indicator(indicator: Indicator, end: dt.date) -> dict[str, str]:
    measured = [
        point for point in indicator.points.all() if point.kind == IndicatorPoint.Kind.VALUE and point.on <= end
    ]
    newest = max(measured, key=lambda point: point.on, default=None)
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "value": f"{newest.value.normalize():f}" if newest else "",
        "on": newest.on.isoformat() if newest else "",
        "reading": reading_of(indicator, today=end).value,
    }
