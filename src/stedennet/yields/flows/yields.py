"""One side reports what came of something, another confirms or disputes it; editors record what sources say."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import discard_record, store_record
from stedennet.initiatives.models import FollowUp
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import or_office

from ..access import Record, can_edit_yields, can_report_for, find_answering_sides, find_sides
from ..links import get_answer_url
from ..models import State, Yield


@dataclass(frozen=True)
class YieldData:
    """What somebody says came of it."""

    amount: Decimal
    unit: str
    source: str
    words: str = ""


@transaction.atomic
def report_yield(
    record: Record, organisation: Organisation, data: YieldData, *, by: Actor, follow_up: FollowUp | None = None
) -> Yield:
    """Report for this organisation what came of a record, and ask the other sides to confirm it.

    The same report again changes nothing. Raises NotAllowed, or RefusedFields.
    """
    if not can_report_for(by, record, organisation, day=today()):
        raise NotAllowed(_("Alleen wie hieraan meedoet kan zeggen wat ervan kwam."))
    kind = str(record._meta.model_name)
    same = {kind: record, "reported_by": organisation, "amount": data.amount, "unit": data.unit.strip()}
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    earlier = Yield.objects.filter(**same).first()
    if earlier:
        return earlier
    found = store_record(
        Yield(
            **same,
            source=data.source.strip(),
            words=data.words.strip(),
            state=State.REPORTED,
            state_at=now(),
            told_by_id=by.pk,
            follow_up=follow_up,
        )
    )
    _request_answer(found)
    return found


@transaction.atomic
def answer_yield(found: Yield, *, confirms: bool, by: Actor, words: str = "") -> Yield:
    """Confirm a yield, or dispute it with a reason, for another side; the answer may change later.

    Raises NotAllowed, or Refused.
    """
    found = Yield.objects.select_for_update(of=("self",)).with_cards().get(pk=found.pk)
    sides = find_answering_sides(found, by, day=today())
    if not sides:
        raise NotAllowed(_("Alleen de andere kant kan dit bevestigen of betwisten."))
    if not confirms and not words.strip():
        raise Refused(_("Zeg waarom: de reden staat erbij."), field="words")
    state, dispute = (State.CONFIRMED, "") if confirms else (State.DISPUTED, words.strip())
    if (found.state, found.dispute) == (state, dispute):
        return found
    found.state, found.state_at, found.dispute, found.answered_by = state, now(), dispute, sides[0]
    store_record(found)
    if confirms:
        announce_yield(found)
    return found


@transaction.atomic
def save_yield(found: Yield, *, by: Actor) -> Yield:
    """Store what a public source says, or the correction of an editor. Raises NotAllowed, or RefusedFields."""
    if not can_edit_yields(by):
        raise NotAllowed(_("Alleen een redacteur kan dit wijzigen."))
    if found.state_at is None:
        found.state_at = now()
    return store_record(found)


def remove_yield(found: Yield, *, by: Actor) -> None:
    """Delete a yield. Raises NotAllowed."""
    if not can_edit_yields(by):
        raise NotAllowed(_("Alleen een redacteur kan dit verwijderen."))
    discard_record(found)


def announce_yield(found: Yield) -> None:
    """Say in the log of the action, call or initiative what came of it."""
    subject = found.subject
    record = subject if isinstance(subject, Action | Call) else subject.initiative
    newest = record.commitments.public().first() if isinstance(record, Action) else record
    names = " en ".join(side.name for side in (found.reported_by, found.answered_by) if side)
    announce_change(
        record,
        "changed",
        title=newest.title if newest else str(record),
        title_en=getattr(newest, "title_en", ""),
        note=f"leverde op: {found.figure}, bevestigd door {names}",
        note_en=f"yielded: {found.figure}, confirmed by {names.replace(' en ', ' and ')}",
    )


def _request_answer(found: Yield) -> None:
    others = [side.pk for side in find_sides(found.subject) if side.pk != found.reported_by_id]
    for address, language in or_office(Representation.objects.of_any(others, day=today()).recipients()):
        queue_mail(
            to=address,
            template="yield_to_confirm",
            context={"found": found, "link": get_answer_url(str(found.pk), language)},
            language=language,
            once=f"yield {found.pk}",
        )
