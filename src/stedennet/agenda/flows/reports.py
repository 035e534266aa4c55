"""Making a progress report: the actions of the edition that holds, as they were at the end of a period."""

import datetime as dt
from typing import Any

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
from ..rules.editions import Status
from ..rules.seals import compute_seal, encode_canonical

REPORT_FORMAT = 2
"""Goes up when what a report keeps gets another form; old reports stay as they are. 1 had no begin and end of an
action and no key of a milestone."""


@transaction.atomic
def publish_report(*, by: Actor, title: str, foreword: str, begins_on: dt.date, ends_on: dt.date) -> ProgressReport:
    """Freeze how the actions stood on `ends_on` and what was told since `begins_on`.

    Raises NotAllowed, or Refused without an adopted edition and for a period that is not over.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur maakt een rapport."))
    edition = Edition.objects.select_for_update().filter(status=Status.ADOPTED).first()
    if edition is None:
        raise Refused(_("Er is geen vastgestelde editie om over te rapporteren."))
    if ends_on > today():
        raise Refused(_("Deze periode is nog niet voorbij."), field="ends_on")
    if begins_on > ends_on:
        raise Refused(_("Het einde moet na het begin liggen."), field="ends_on")
    number = (ProgressReport.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    content = {
        "format": REPORT_FORMAT,
        "number": number,
        "edition": edition.number,
        "title": title.strip(),
        "foreword": foreword.strip(),
        "begins": begins_on.isoformat(),
        "ends": ends_on.isoformat(),
        "actions": _build_actions(edition, begins_on, ends_on),
    }
    made = store_record(
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
    announce_change(made, "published", title=made.title, at=made.made_at)
    record_act(made, "agenda.report_published", by=by)
    return made


def find_previous_report(one: ProgressReport) -> ProgressReport | None:
    """The newest report over a period that ended earlier, or that was made before; None when there is none."""
    earlier = ProgressReport.objects.filter(Q(ends_on__lt=one.ends_on) | Q(ends_on=one.ends_on, number__lt=one.number))
    return earlier.order_by("-ends_on", "-number").first()


def _build_actions(edition: Edition, begin: dt.date, end: dt.date) -> list[dict[str, Any]]:
    rows = Commitment.objects.in_edition(edition).with_parts()
    rows = rows.prefetch_related("action__updates__organisation", "action__phase_changes")
    return [_build_action(one, begin, end) for one in rows]


def _build_action(one: Commitment, begin: dt.date, end: dt.date) -> dict[str, Any]:
    standing = summarise_status(one, today=end)
    told = [row for row in one.action.updates.all() if begin <= row.on <= end]
    return {
        "code": one.action.code,
        "title": one.title,
        "responsible": one.by,
        "themes": sorted(theme.name for theme in one.themes.all()),
        "phase": phase_of(one.action, today=end),
        "status": standing.shown.value,
        "computed": standing.computed.value,
        "reason": standing.stated.reason if standing.stated else "",
        "checked": standing.checked_on.isoformat() if standing.checked_on else "",
        "begins": format_short_day(one.begins_on, one.begins_precision),
        "ends": format_short_day(one.ends_on, one.ends_precision),
        "milestones": [
            {
                "key": row.pk,
                "title": row.title,
                "due": format_short_day(was.due_on, was.precision),
                "state": was.state,
                "completed": was.completed_on.isoformat() if was.completed_on else "",
            }
            for row, was in milestones_of(one.action, today=end)
        ],
        "updates": [
            {
                "on": row.on.isoformat(),
                "text": row.text,
                "organisation": row.organisation.name if row.organisation else "",
                "evidence_url": row.evidence_url,
            }
            for row in sorted(told, key=lambda row: (row.on, row.pk))
        ],
        "indicators": [_build_indicator(row, end) for row in one.action.indicators.all()],
    }


def _build_indicator(one: Indicator, end: dt.date) -> dict[str, str]:
    measured = [row for row in one.points.all() if row.kind == IndicatorPoint.Kind.VALUE and row.on <= end]
    newest = max(measured, key=lambda row: row.on, default=None)
    return {
        "name": one.name,
        "unit": one.unit,
        "value": f"{newest.value.normalize():f}" if newest else "",
        "on": newest.on.isoformat() if newest else "",
        "reading": reading_of(one, today=end).value,
    }
