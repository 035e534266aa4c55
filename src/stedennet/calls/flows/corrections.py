"""The owner corrects the texts of a call before it is published, and sends it in again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record

from ..access import can_review, is_owner
from ..models import Call
from ..rules.states import State, Step, check_closing_date
from .reviews import take_call_step

CORRECTABLE_FIELDS = ("title", "what_for", "work", "gives_in_words", "closes_on")


def get_correctable_texts(call: Call) -> dict[str, object]:
    """The fields that the owner may correct, with their values now."""
    return {name: getattr(call, name) for name in CORRECTABLE_FIELDS}


@transaction.atomic
def correct_call(call: Call, facts: Mapping[str, Any], *, by: Actor) -> Call:
    """Store the corrected fields, and resubmit the call if an editor asked for more. Raises NotAllowed, or Refused.

    `facts` has every field of CORRECTABLE_FIELDS, and `words` for what was changed.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=call.pk)
    if not (is_owner(by, call, day=today()) or can_review(by)):
        raise NotAllowed(_("Alleen wie de oproep plaatste kan dit zeggen."))
    if call.state not in (State.CONFIRMED, State.NEEDS_WORK):
        raise Refused(_("Deze oproep kan niet meer worden gewijzigd."))
    check_closing_date(facts["closes_on"], today=today())
    for name in CORRECTABLE_FIELDS:
        setattr(call, name, facts[name])
    store_record(call)
    if call.state == State.NEEDS_WORK:
        return take_call_step(call, Step.RESUBMIT, by=by, words=facts.get("words", ""))
    return call
