"""The owner completes or corrects a call, and sends it in again when an editor asked for more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, person_of
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record
from stedennet.intake.flows import check_sender

from ..access import can_review, is_owner
from ..models import Call
from ..rules.states import State, Step, check_closing_date
from .reviews import announce_call, take_call_step

CHOICES = ("wanted", "gives", "theme", "province")
"""What is chosen from a list: no editor reads it first, so the owner may change it while the call is open."""
TEXTS = ("title", "what_for", "work", "gives_in_words", "closes_on", "organisation_in_words", "owner_name")
"""What an editor reads before it is published."""
FIELDS = {State.CONFIRMED: (*TEXTS, *CHOICES), State.NEEDS_WORK: (*TEXTS, *CHOICES), State.PUBLISHED: CHOICES}
"""The fields that the owner may change, by the state of the call; none in any other state."""


def get_correctable_fields(call: Call) -> dict[str, object]:
    """The fields that the owner may change now, with their values; empty when nothing can be changed any more."""
    return {name: getattr(call, name) for name in FIELDS.get(State(call.state), ())}


@transaction.atomic
def correct_call(call: Call, facts: Mapping[str, Any], *, by: Actor) -> Call:
    """Store the changed fields, and resubmit the call if an editor asked for more. Raises NotAllowed, or Refused.

    `facts` has the fields of `get_correctable_fields`, and `words` for what was changed.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=call.pk)
    if not (is_owner(by, call, day=today()) or can_review(by)):
        raise NotAllowed(_("Alleen wie de oproep plaatste kan dit zeggen."))
    names = FIELDS.get(State(call.state), ())
    if not names or set(facts) - {*names, "words"}:
        raise Refused(_("Deze oproep kan niet meer worden gewijzigd."))
    if "closes_on" in names:
        check_closing_date(facts["closes_on"], today=today())
        _check_owner_name(facts, by)
    for name in names:
        setattr(call, name, facts[name])
    store_record(call)
    if call.state == State.NEEDS_WORK:
        return take_call_step(call, Step.RESUBMIT, by=by, words=facts.get("words", ""))
    if call.state == State.PUBLISHED:
        announce_call(call, "changed")
    return call


def _check_owner_name(facts: Mapping[str, Any], by: Actor) -> None:
    """Raise Refused, beside the field, when the typed name is that of an organisation the owner does not represent."""
    try:
        check_sender(facts["owner_name"], person_of(by), facts["organisation_in_words"])
    except Refused as refused:
        raise Refused(refused.message, field="owner_name") from refused
