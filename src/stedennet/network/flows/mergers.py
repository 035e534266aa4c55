"""Mergers of organisations, and undoing them: every record that refers to the predecessor is ended, moved or kept.

A merger with a day in the future is planned, and the worker carries it out on that day. Each change is recorded with
the merger, so that undoing it restores the records that nobody changed since.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import IntegrityError, models, router, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM, Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.outbox.flows import queue_mail

from ..access import can_edit_network
from ..models import Merger, MergerChange, Organisation, Participation, Representation
from ..models.base import Dated
from ..references import OrganisationReference, Treatment, get_reference, get_registered_references
from ..rules.growth import is_further_step
from ..rules.mergers import MergerSide, find_objection

PARTICIPATION = "network.participation.organisation"
MOST_EXAMPLES = 5
"""The number of records of each kind that a preview names."""


@dataclass(frozen=True)
class MergerLine:
    """One kind of record in a preview: the number, the first few, and their treatment."""

    key: str
    label: str
    treatment: Treatment
    count: int
    examples: list[str]


@dataclass(frozen=True)
class UndoneMerger:
    """The number of changes that were reverted, and the records that stay because somebody changed them since."""

    count: int
    left: list[str]


def can_merge(by: Actor) -> bool:
    """Whether `by` may record a merger: editors and administrators."""
    return can_edit_network(by)


def preview_merger(predecessor: Organisation, successor: Organisation, on: dt.date) -> list[MergerLine]:
    """Count the records of each kind that a merger on this day would affect; kinds without records are left out.

    Raises Refused when the merger is impossible.
    """
    _refuse_impossible(predecessor, successor, on)
    lines = []
    for reference in get_registered_references():
        rows = reference.rows_of(predecessor, on)
        if count := rows.count():
            names = dict.fromkeys(str(row) for row in rows[:MOST_EXAMPLES])
            examples = [name for name in names if name != str(predecessor)]
            lines.append(MergerLine(reference.key, str(reference.label), reference.treatment, count, examples))
    return lines


@transaction.atomic
def plan_merger(
    predecessor: Organisation, successor: Organisation, on: dt.date, *, left_behind: list[str] | None = None, by: Actor
) -> Merger:
    """Record that `predecessor` merges into `successor` on this day; carry it out at once unless the day is to come.

    `left_behind` are keys of references whose records end or stay, and are not continued for the successor.
    Raises NotAllowed, or Refused when the merger is impossible or already recorded.
    """
    if not can_merge(by):
        raise NotAllowed(_("Alleen een redacteur kan organisaties samenvoegen."))
    _refuse_impossible(predecessor, successor, on)
    if Merger.objects.filter(predecessor=predecessor, undone_at=None).exists():
        raise Refused(_("Deze samenvoeging is al vastgelegd."), field="predecessor")
    merger = Merger.objects.create(
        predecessor=predecessor,
        successor=successor,
        on=on,
        left_behind=left_behind or [],
        planned_at=now(),
        planned_by=by if isinstance(by, User) else None,
    )
    return carry_out_merger(merger, by=by) if on <= today() else merger


@transaction.atomic
def carry_out_merger(merger: Merger, *, by: Actor) -> Merger:
    """End, move and continue the records concerned, and mail the representatives of both organisations.

    Does nothing when the merger was already carried out or undone. Raises NotAllowed, or Refused when it has become
    impossible.
    """
    if not can_merge(by):
        raise NotAllowed(_("Alleen een redacteur kan organisaties samenvoegen."))
    merger = Merger.objects.select_for_update().get(pk=merger.pk)
    if not merger.is_planned:
        return merger
    predecessor = Organisation.objects.select_for_update().get(pk=merger.predecessor_id)
    successor = Organisation.objects.get(pk=merger.successor_id)
    _refuse_impossible(predecessor, successor, merger.on)
    people = _list_representatives(predecessor, successor, day=merger.on)
    _end_predecessor(merger, predecessor)
    _continue_participation(merger)
    for reference in get_registered_references():
        _treat_records(merger, reference)
    merger.carried_out_at = now()
    merger.save(update_fields=["carried_out_at"])
    _announce_merger(merger, f"{predecessor} ging op in {successor}", f"{predecessor} became part of {successor}")
    _mail_people(merger, people, template="merger_done")
    return merger


def carry_out_due_mergers() -> int:
    """Carry out each merger that is due, and return the number. Idempotent; a refused merger stays planned."""
    count = 0
    for merger in Merger.objects.filter(on__lte=today(), carried_out_at=None, undone_at=None):
        try:
            carry_out_merger(merger, by=SYSTEM)
            count += 1
        except Refused:
            continue
    return count


@transaction.atomic
def undo_merger(merger: Merger, *, by: Actor) -> UndoneMerger:
    """Revert the changes of the merger, the last one first; report the records that somebody changed since.

    A planned merger is cancelled. Raises NotAllowed, or Refused when it was already undone.
    """
    if not can_merge(by):
        raise NotAllowed(_("Alleen een redacteur kan een samenvoeging terugdraaien."))
    merger = Merger.objects.select_for_update().get(pk=merger.pk)
    if merger.undone_at is not None:
        raise Refused(_("Deze samenvoeging is al teruggedraaid."))
    was_carried_out = merger.carried_out_at is not None
    changes = list(merger.changes.order_by("-pk"))
    left = [_name_row(change) for change in changes if not _revert_change(change)]
    merger.undone_at = now()
    merger.save(update_fields=["undone_at"])
    if was_carried_out:
        names = {"old": str(merger.predecessor), "new": str(merger.successor)}
        _announce_merger(
            merger,
            "{old} ging toch niet op in {new}".format(**names),
            "{old} did not become part of {new} after all".format(**names),
        )
    return UndoneMerger(len(changes) - len(left), left)


def _refuse_impossible(predecessor: Organisation, successor: Organisation, on: dt.date) -> None:
    if objection := find_objection(_build_side(predecessor), _build_side(successor), on):
        field, sentence = objection
        raise Refused(sentence, field=field)


def _build_side(organisation: Organisation) -> MergerSide:
    return MergerSide(
        organisation.pk, organisation.kind, organisation.begins_on, organisation.ends_on, organisation.successor_id
    )


def _end_predecessor(merger: Merger, predecessor: Organisation) -> None:
    values = {"ends_on": merger.on.isoformat(), "ends_precision": "day", "successor_id": merger.successor_id}
    _change_row(merger, "network.organisation", predecessor, values)


def _continue_participation(merger: Merger) -> None:
    """Move the successor's participation up to the predecessor's step, if that was further."""
    if PARTICIPATION in merger.left_behind:
        return
    steps = Participation.objects.filter(on__lte=merger.on).latest_first()
    old = steps.filter(organisation=merger.predecessor_id).first()
    new = steps.filter(organisation=merger.successor_id).first()
    if old and is_further_step(old.step, new.step if new else ""):
        with transaction.atomic():
            continued = Participation.objects.create(
                organisation=merger.successor,
                step=old.step,
                on=merger.on,
                note=f"Voortgezet na de samenvoeging met {merger.predecessor}",
                note_en=f"Continued after the merger with {merger.predecessor}",
                source_url=old.source_url,
            )
        _record_change(merger, PARTICIPATION, continued, MergerChange.Kind.MADE)


def _treat_records(merger: Merger, reference: OrganisationReference) -> None:
    if reference.treatment is Treatment.KEEP:
        return
    is_continued = reference.key not in merger.left_behind
    for row in list(reference.rows_of(merger.predecessor, merger.on)):
        if reference.treatment is Treatment.CONTINUE:
            _continue_row(merger, reference, row, is_continued)
        elif is_continued:
            _move_row(merger, reference, row)
        else:
            continue
        if subject := reference.subject(row):
            _announce_subject(merger, subject)


def _continue_row(merger: Merger, reference: OrganisationReference, row: Any, is_continued: bool) -> None:
    """End the record on the day of the merger; give the successor a copy, unless it has an equal one."""
    if row.begins_on and row.begins_on >= merger.on:  # It had not begun yet: the successor gets it whole.
        return _move_row(merger, reference, row) if is_continued else None
    ends_on, ends_precision = row.ends_on, row.ends_precision
    _change_row(merger, reference.key, row, {"ends_on": merger.on.isoformat(), "ends_precision": "day"})
    if not is_continued or _has_same_record(merger, reference, row):
        return None
    continued: Any = reference.model_class._base_manager.get(pk=row.pk)
    continued.pk, continued._state.adding = None, True
    setattr(continued, f"{reference.name}_id", merger.successor_id)
    continued.begins_on, continued.begins_precision = merger.on, "day"
    continued.ends_on, continued.ends_precision = ends_on, ends_precision
    for name, value in reference.anew.items():
        setattr(continued, name, value)
    reference.prepare(continued, merger)
    try:
        with transaction.atomic():
            continued.save()
    except IntegrityError:  # It overlaps with a record of the successor, which takes precedence.
        return None
    _record_change(merger, reference.key, continued, MergerChange.Kind.MADE)
    return None


def _has_same_record(merger: Merger, reference: OrganisationReference, row: models.Model) -> bool:
    values = {name: getattr(row, name) for name in reference.same}
    rows = reference.rows_of(merger.successor, merger.on).filter(**values)
    return any(isinstance(other, Dated) and other.holds_on(merger.on) for other in rows)


def _move_row(merger: Merger, reference: OrganisationReference, row: models.Model) -> None:
    """Make the record refer to the successor; delete it when the successor has its equal and nothing depends on it."""
    try:
        with transaction.atomic():
            _change_row(merger, reference.key, row, {f"{reference.name}_id": merger.successor_id})
    except IntegrityError:
        if not _has_no_dependents(row):
            return
        stored = serializers.serialize("json", [row])
        pk = row.pk
        row.delete()
        row.pk = pk
        _record_change(merger, reference.key, row, MergerChange.Kind.REMOVED, before={"stored": stored})
        return
    row.refresh_from_db()
    reference.after(row)


def _has_no_dependents(row: models.Model) -> bool:
    collector = Collector(using=router.db_for_write(type(row)), origin=row)
    try:
        collector.collect([row])
    except (models.ProtectedError, models.RestrictedError):
        return False
    return sum(len(rows) for rows in collector.data.values()) == 1 and not any(collector.fast_deletes)


def _change_row(merger: Merger, reference: str, row: models.Model, values: dict[str, object]) -> None:
    """Update these columns and record their former values."""
    manager = type(row)._base_manager
    before = manager.filter(pk=row.pk).values(*values).get()
    manager.filter(pk=row.pk).update(**values)
    _record_change(merger, reference, row, MergerChange.Kind.CHANGED, before=_dump_values(before), after=values)


def _dump_values(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def _record_change(merger: Merger, reference: str, row: models.Model, kind: str, **values: Any) -> None:
    MergerChange.objects.create(
        merger=merger, kind=kind, reference=reference, model=row._meta.label_lower, row=row.pk, **values
    )


def _revert_change(change: MergerChange) -> bool:
    """Revert one change; return False when somebody changed the record since the merger."""
    manager = apps.get_model(change.model)._base_manager
    try:
        with transaction.atomic():
            if change.kind == MergerChange.Kind.REMOVED:
                for stored in serializers.deserialize("json", change.before["stored"]):
                    stored.save()
                return True
            if change.kind == MergerChange.Kind.MADE:
                return bool(manager.filter(pk=change.row).delete()[0])
            updated = manager.filter(pk=change.row, **change.after).update(**change.before)
    except (IntegrityError, models.ProtectedError):
        return False
    if updated and change.reference != "network.organisation":
        get_reference(change.reference).after(manager.get(pk=change.row))
    return bool(updated)


def _name_row(change: MergerChange) -> str:
    """The text of the record, or the name of its model when it no longer exists."""
    model = apps.get_model(change.model)
    return str(model._base_manager.filter(pk=change.row).first() or model._meta.verbose_name)


def _announce_merger(merger: Merger, note: str, note_en: str) -> None:
    for organisation in (merger.predecessor, merger.successor):
        announce_change(
            Organisation.objects.get(pk=organisation.pk), "changed", note=note, note_en=note_en, day=merger.on
        )


def _announce_subject(merger: Merger, subject: models.Model) -> None:
    names = (str(merger.predecessor), str(merger.successor))
    announce_change(
        subject,
        "changed",
        note="{} ging op in {}".format(*names),
        note_en="{} became part of {}".format(*names),
        day=merger.on,
    )


def _list_representatives(*organisations: Organisation, day: dt.date) -> list[User]:
    keys = [organisation.pk for organisation in organisations]
    rows = Representation.objects.of_any(keys, day=day - dt.timedelta(days=1)).reachable()
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("pk"))


def _mail_people(merger: Merger, people: list[User], *, template: str) -> None:
    for person in people:
        queue_mail(
            to=person.email,
            template=template,
            context={"old": str(merger.predecessor), "new": str(merger.successor), "on": merger.on},
            language=person.language,
            reply_to=settings.OFFICE_EMAIL,
            once=f"merger {merger.pk}",
        )
