"""New calls are told to the representatives of the organisations that fit best: once, and at most one call a week."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from stedennet.calls.models import Call
from stedennet.changes.flows import follow
from stedennet.changes.models import Change
from stedennet.core.clock import now, today
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.flows import post
from stedennet.search import shelves
from stedennet.search.engine import Broken

from .. import partners
from ..links import address
from ..models import Preference, Told
from ..reasons import Reason
from .choosing import off_token

logger = logging.getLogger(__name__)
FOLLOWER = "matching mails"
MOST = 5
"""Organisations that hear of one call."""
QUIET = dt.timedelta(days=7)


def tell_of_new() -> None:
    """The worker's chore. Without an index it waits: nothing is skipped."""
    try:
        shelves.reader()
    except Broken:
        return
    follow(FOLLOWER, _tell, limit=50)


def _tell(lines: Sequence[Change]) -> None:
    keys = [int(line.subject_id) for line in lines if line.subject_type == "calls.call" and line.verb == "published"]
    if not settings.MATCH_MAILS:
        return
    recent = Call.objects.open(today()).filter(pk__in=keys, published_at__gt=now() - QUIET)
    for call in recent.with_cards():
        tell(call)


@transaction.atomic
def tell(call: Call) -> int:
    """Mail the people of the organisations that fit this call; returns how many."""
    fitting = _fitting(call, settings.LANGUAGE_CODE)
    silent = Preference.objects.filter(mailed=False).values("organisation")
    rows = Representation.objects.on(today()).filter(organisation__in=fitting, user__is_active=True)
    rows = rows.exclude(organisation__in=silent).select_related("user", "organisation")
    told = 0
    for row in rows.order_by("organisation", "user"):
        told += _mail(call, row.user, row.organisation)
    return told


def _fitting(call: Call, language: str) -> dict[int, Sequence[Reason]]:
    # Reasons are words: each reader gets them in the own language.
    with translation.override(language):
        found = partners.for_call(shelves.reader(), call, day=today(), most=MOST)
    return {int(one.organisation.key): one.reasons for one in found if one.score >= settings.MATCH_LEAST}


def _mail(call: Call, person: Any, organisation: Organisation) -> bool:
    if Told.objects.filter(person=person, at__gt=now() - QUIET).exists():
        return False
    _row, new = Told.objects.get_or_create(
        call=call, person=person, defaults={"organisation": organisation, "at": now()}
    )
    if new:
        language = person.language
        context = {
            "call": call,
            "organisation": organisation,
            "reasons": _fitting(call, language)[organisation.pk],
            "link": address("call", call.slug, language),
            "off_link": address("off", off_token(organisation), language),
        }
        post(
            to=person.email,
            template="fitting_call",
            context=context,
            language=language,
            once=f"fitting call {call.pk}",
        )
    return new
