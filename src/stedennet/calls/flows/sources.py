"""Calls that were made elsewhere and are over: a public source tells of them and of what came of them."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed
from stedennet.core.history import record_act
from stedennet.core.records import store_record
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme

from ..access import can_review
from ..models import Call
from ..rules.states import State
from .submissions import find_free_slug


@dataclass(frozen=True)
class SourcedCallData:
    """A call as its source tells it; `organisation_in_words` names who made it when that is not one organisation."""

    title: str
    what_for: str
    work: str
    opened_on: dt.date
    outcome: str
    outcome_words: str
    source_url: str
    opened_precision: str = "day"
    closes_on: dt.date | None = None
    wanted: list[str] = field(default_factory=list)
    organisation: Organisation | None = None
    organisation_in_words: str = ""
    outcome_partner: str = ""
    theme: Theme | None = None
    initiative: Initiative | None = None


@transaction.atomic
def record_sourced_call(data: SourcedCallData, *, by: Actor, at: dt.datetime) -> Call:
    """Record a call of which a public source tells, read at the moment `at`.

    It is no news and mails nobody. Raises NotAllowed, or Refused: without a source, a begin or an outcome in words.
    """
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    call = Call(
        slug=find_free_slug(data.title),
        kind=Call.Kind.LOOKING,
        state=State.CLOSED,
        state_at=at,
        state_by_id=by.pk,
        published_at=at,
        **vars(data),
    )
    store_record(call)
    record_act(call, "calls.sourced", by=by)
    return call
