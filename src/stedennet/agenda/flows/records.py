"""Storing and removing by editors: strategies, drafts and progress. Changes to frozen records are refused with a
sentence."""

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.changes.rules import UNKNOWN, FactDay, date_source
from stedennet.core.access import Actor, System
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.core.records import Record, describe_collision, discard_record, store_record
from stedennet.core.slugs import find_free_slug

from ..access import can_edit_agenda
from ..models import (
    Action,
    ActionLink,
    Commitment,
    CommitmentPartner,
    Edition,
    Indicator,
    IndicatorPoint,
    Milestone,
    Party,
    ProgressUpdate,
    Strategy,
    StrategyPart,
    Subject,
    YearAmount,
)
from ..rules import strategies
from ..rules.editions import OPEN, PROGRAM, PUBLIC, Status
from . import action_history
from .wordings import record_wordings, stored_texts_of

EDITABLE_WHEN_FROZEN = {"note"}
"""Fields of a frozen edition that the office may still edit."""
EDITABLE_WHEN_SUBMITTED = {"note", "note_en", "successor_id", "status", "reviewed_on", "next_review_on"}
"""The same for a strategy; a successor also changes its status."""


@transaction.atomic
def save_record(record: Record, *, by: Actor) -> Record:
    """Store a new or changed record, and log who changed which texts, phases and due dates.

    Raises NotAllowed, or Refused with sentences for the reader, also for a frozen record.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan dit wijzigen."))
    is_new = record._state.adding
    _check_not_frozen(record)
    _check_first_is_no_other(record)
    _check_parent(record)
    _check_no_cycle(record)
    if isinstance(record, Commitment | Milestone) and not is_new:
        record.revision += 1
    texts, stored = stored_texts_of(record), action_history.get_stored_state(record)
    if isinstance(record, Indicator) and not record.slug:
        title = f"{record.name} {record.action.code}" if record.action else record.name
        record.slug = find_free_slug(Indicator.objects, title, otherwise="indicator")
    if isinstance(record, Strategy):
        _place_in_line(record)
    if isinstance(record, Action):
        record.merged_on = (record.merged_on or today()) if record.merged_into_id else None
    store_record(record, in_words=describe_database_error)
    if not isinstance(by, System):
        record_wordings(record, texts, by=by)
    action_history.record_state_changes(record, stored, on=today())
    _announce_record(record, "published" if is_new else "changed")
    return record


@transaction.atomic
def remove_record(record: models.Model, *, by: Actor) -> None:
    """Delete a record. Raises NotAllowed, or Refused when it is frozen or still referenced."""
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan dit verwijderen."))
    if isinstance(record, Edition) and record.status != Status.DRAFT:
        raise Refused(_("Lezers kennen deze editie al. U kunt haar wel intrekken."))
    if isinstance(record, Strategy) and record.frozen_at is not None:
        raise Refused(_("Partijen kennen deze strategie al. U kunt haar wel intrekken."))
    _check_not_frozen(record)
    if isinstance(record, Commitment) and record.edition.status in PUBLIC:
        public = record.action.commitments.filter(edition__status__in=PUBLIC).exclude(pk=record.pk)
        verb = "changed" if public.exists() else "withdrawn"
        announce_change(record.action, verb, title=str(record), behalf_of=record.by)
    if isinstance(record, Strategy) and record.status in strategies.PUBLIC:
        announce_change(record, "withdrawn", title=record.title, title_en=record.title_en)
    if isinstance(record, Indicator) and not record.action_id:
        announce_change(record, "withdrawn", title=record.name, title_en=record.name_en)
    discard_record(record, in_words=describe_database_error)


def describe_database_error(error: str) -> Refused:
    """The refusal, in the reader's words, for an error raised by a trigger or constraint."""
    if "action_code_is_known" in error:
        return Refused(_("Lezers kennen deze code al: zij staat in een editie die openbaar is."), field="code")
    if "mixes_examples" in error or "stays_an_example" in error:
        return Refused(_("Voorbeelden staan apart, en alleen zij hebben een nummer vanaf 901."))
    if "indicator_point_fits_indicator" in error:
        return Refused(_("Een waarde van een organisatie of gebied hoort bij een indicator die op zichzelf staat."))
    if "part_of_an_action" in error:
        return _build_parent_refusal()
    if "responsible_after_a_first" in error:
        return Refused(
            _("Noem bij de actie eerst een andere organisatie als verantwoordelijke: dat is de eerste."),
            field="is_responsible",
        )
    if "responsible_keeps_a_first" in error:
        return Refused(_("Andere organisaties zijn mede verantwoordelijk: noem een eerste."), field="responsible")
    if "indicator_keeps_its_kind" in error:
        return Refused(_("Deze indicator heeft al waarden. Maak een nieuwe."), field="action")
    if "strategy_frozen" in error or "condition_frozen" in error:
        return Refused(_("Deze strategie ligt vast. Open een volgende versie."))
    if "frozen" in error:
        return Refused(_("Deze editie ligt vast. Wijzig de volgende editie."))
    if "edition_one_is_adopted" in error or "agenda_edition.is_example" in error:
        return Refused(_("Er is al een vastgestelde editie."))
    return describe_collision(error)


def edition_of(record: models.Model) -> Edition | None:
    """The edition that this record is content of; None for other records."""
    if isinstance(record, Edition):
        return record
    if isinstance(record, Commitment | Party):
        return record.edition  # None for a party to a strategy.
    if isinstance(record, CommitmentPartner):
        return record.commitment.edition
    if isinstance(record, YearAmount) and record.commitment:
        return record.commitment.edition
    return None


def strategy_of(record: models.Model) -> Strategy | None:
    """The strategy that this record is content of; None for other records."""
    if isinstance(record, Strategy):
        return record
    return record.strategy if isinstance(record, StrategyPart | Party) else None


def _check_not_frozen(record: models.Model) -> None:
    strategy = strategy_of(record)
    if strategy is not None and strategy.pk is not None:
        frozen = Strategy.objects.select_for_update().get(pk=strategy.pk)
        if frozen.frozen_at is not None and _find_changed_fields(frozen, record) - EDITABLE_WHEN_SUBMITTED:
            raise Refused(_("Deze strategie ligt vast. Open een volgende versie."))
    edition = edition_of(record)
    if edition is None or edition.pk is None:
        return
    stored = Edition.objects.select_for_update().get(pk=edition.pk)
    if stored.status not in OPEN and _find_changed_fields(stored, record) - EDITABLE_WHEN_FROZEN:
        raise Refused(_("Deze editie ligt vast. Wijzig de volgende editie."))
    _check_consultation_end(stored, record)


def _check_consultation_end(stored: Edition, record: models.Model) -> None:
    """Readers were promised until which day they can comment, so that day may only move later."""
    if not isinstance(record, Edition) or stored.status != Status.CONSULTATION or stored.consultation_ends_on is None:
        return
    if record.consultation_ends_on is None or record.consultation_ends_on < stored.consultation_ends_on:
        sentence = _("De consultatie kan langer duren dan beloofd, niet korter.")
        raise Refused(sentence, field="consultation_ends_on")


def _find_changed_fields(stored: Subject, record: models.Model) -> set[str]:
    """The changed fields of an edition or strategy; all fields of a record within it."""
    fields = [field.attname for field in record._meta.concrete_fields]
    if not isinstance(record, Edition | Strategy):
        return set(fields)
    return {name for name in fields if getattr(stored, name) != getattr(record, name)}


def _check_first_is_no_other(record: models.Model) -> None:
    if isinstance(record, Commitment) and record.pk and record.responsible_id:
        others = record.partners.filter(is_responsible=True, organisation=record.responsible_id)
        if others.exists():
            sentence = _("Deze organisatie is al mede verantwoordelijk. Haal haar daar eerst weg.")
            raise Refused(sentence, field="responsible")


def _check_parent(record: models.Model) -> None:
    if not isinstance(record, Commitment) or record.parent is None:
        return
    is_other = record.parent_id != record.pk and record.parent.edition_id == record.edition_id
    if not is_other or record.parent.parent_id or (record.pk and record.parts.exists()):
        raise _build_parent_refusal()


def _build_parent_refusal() -> Refused:
    sentence = _("Kies een andere actie uit dezelfde editie. Een onderdeel heeft zelf geen onderdelen.")
    return Refused(sentence, field="parent")


def _check_no_cycle(record: models.Model) -> None:
    """Refuse successors that lead back to this action or strategy: its page redirects to what replaced it."""
    seen_keys, successor = {record.pk}, _successor_of(record)
    while successor is not None:
        if successor.pk in seen_keys:
            field = "successor" if isinstance(record, Strategy) else "merged_into"
            field = "superseded_by" if isinstance(record, Action) and not record.merged_into_id else field
            raise RefusedFields({field: _("Zo komt u weer uit bij waar u begon. Kies een andere.")})
        seen_keys.add(successor.pk)
        successor = _successor_of(successor)


def _successor_of(record: models.Model) -> Action | Strategy | None:
    if isinstance(record, Action):
        return record.merged_into or record.superseded_by
    return record.successor if isinstance(record, Strategy) else None


def _place_in_line(strategy: Strategy) -> None:
    """Give a strategy a line of its own unless it has one. One that another replaced is no longer in force."""
    strategy.line = strategy.line or strategy.slug
    if strategy.successor_id and strategy.status == strategies.Status.ADOPTED:
        strategy.status = strategies.apply_step(strategy.status, strategies.Step.SUPERSEDE, by=PROGRAM)


def _announce_record(record: models.Model, verb: str) -> None:
    if isinstance(record, Strategy):
        if record.status in strategies.PUBLIC:
            announce_change(record, "changed", title=record.title, title_en=record.title_en, day=_date_record(record))
    elif isinstance(record, Commitment) and record.edition.status in PUBLIC:
        announce_change(record.action, verb, title=str(record), behalf_of=record.by, day=_date_record(record))
    elif isinstance(record, Edition) and record.status in PUBLIC:
        announce_change(record, "changed", title=record.title, title_en=record.title_en)
    elif isinstance(record, Indicator) and not record.action_id:
        announce_change(record, verb, title=record.name, title_en=record.name_en, day=UNKNOWN)
    elif isinstance(record, IndicatorPoint) and not record.indicator.action_id:
        day, indicator = _date_record(record), record.indicator
        announce_change(indicator, "changed", title=indicator.name, title_en=indicator.name_en, day=day)
    elif action := _action_of(record):
        newest = action.commitments.filter(edition__status__in=PUBLIC).order_by("-edition__number").first()
        if newest:
            day = _date_record(record)
            announce_change(action, "changed", title=str(newest), behalf_of=newest.by, day=day)


def _date_record(record: models.Model) -> FactDay:
    """The day of what a record tells: what an edition says is of the day on which it was adopted."""
    if isinstance(record, Commitment) and record.edition.adopted_at:
        return localdate(record.edition.adopted_at)
    days = (getattr(record, name, None) for name in ("begins_on", "completed_on", "on"))
    return date_source(*days, source_url=getattr(record, "source_url", ""))


def _action_of(record: models.Model) -> Action | None:
    """The action that this record reports on; None for other records."""
    if isinstance(record, Action):
        return record
    if isinstance(record, IndicatorPoint):
        return record.indicator.action
    if isinstance(record, YearAmount):
        return record.action
    return record.action if isinstance(record, Milestone | ProgressUpdate | Indicator | ActionLink) else None
