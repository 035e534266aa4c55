"""Who the sides of an action, call or adoption are, and who may report, answer and edit a yield."""

import datetime as dt

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.calls.rules.states import Outcome
from stedennet.core.access import Actor, System
from stedennet.initiatives.models import Adoption
from stedennet.network.access import can_edit_network, is_representative
from stedennet.network.models import Organisation

from .models import State, Yield

Record = Action | Call | Adoption


def find_sides(record: Record) -> list[Organisation]:
    """The organisations of the register that can say what came of it, each once."""
    if isinstance(record, Adoption):
        source = record.of.organisation if record.of else record.initiative.lead
        found = [record.organisation, source]
    elif isinstance(record, Call):
        is_found = record.outcome == Outcome.FOUND and record.outcome_partner
        partners = Organisation.objects.filter(name=record.outcome_partner)[:1] if is_found else ()
        found = [record.organisation, *partners]
    else:
        newest = record.commitments.public().select_related("responsible").first()
        others = newest.partners.select_related("organisation") if newest else ()
        found = [newest.responsible if newest else None, *(partner.organisation for partner in others)]
    return list({side.pk: side for side in found if side is not None}.values())


def find_own_sides(record: Record, by: Actor, *, day: dt.date) -> list[Organisation]:
    """The sides for which `by` speaks on `day`."""
    return [side for side in find_sides(record) if is_representative(by, side, day=day)]


def can_report_for(by: Actor, record: Record, organisation: Organisation, *, day: dt.date) -> bool:
    """Whether `by` may say for this organisation what came of it: it is a side, and `by` speaks for it."""
    is_side = organisation in find_sides(record)
    return is_side and (isinstance(by, System) or is_representative(by, organisation, day=day))


def find_answering_sides(found: Yield, by: Actor, *, day: dt.date) -> list[Organisation]:
    """The sides for which `by` may confirm or dispute it: not the one that reported it."""
    if found.state == State.SOURCED:
        return []
    return [side for side in find_own_sides(found.subject, by, day=day) if side.pk != found.reported_by_id]


def can_edit_yields(by: Actor) -> bool:
    """Whether `by` records what sources say, and corrects or removes yields: the editors of the network."""
    return can_edit_network(by)
