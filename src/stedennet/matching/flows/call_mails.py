"""New calls are told to the representatives of the organisations that fit best: once, and at most one call a week."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from stedennet.calls.models import Call
from stedennet.changes.flows import follow_changes
from stedennet.changes.models import Change
from stedennet.core.clock import now, today
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.flows import queue_mail
from stedennet.search import index_store
from stedennet.search.engine import BrokenIndex

from .. import partners
from ..links import get_url
from ..models import Preference, Told
from ..reasons import Reason
from .preferences import make_stop_token

logger = logging.getLogger(__name__)
FOLLOWER = "matching mails"
MOST_ORGANISATIONS = 5
"""Organisations that hear of one call."""
QUIET_PERIOD = dt.timedelta(days=7)


def send_mails_about_new_calls() -> None:
    """The worker's chore. Without an index it waits: nothing is skipped."""
    try:
        index_store.open_reader()
    except BrokenIndex:
        return
    follow_changes(FOLLOWER, _send_mails_for_changes, limit=50)


def _send_mails_for_changes(lines: Sequence[Change]) -> None:
    keys = [int(line.subject_id) for line in lines if line.subject_type == "calls.call" and line.verb == "published"]
    if not settings.MATCH_MAILS:
        return
    recent = Call.objects.open(today()).filter(pk__in=keys, published_at__gt=now() - QUIET_PERIOD)
    for call in recent.with_cards():
        send_call_mails(call)


@transaction.atomic
def send_call_mails(call: Call) -> int:
    """Mail the people of the organisations that fit this call; returns how many."""
    fitting = _find_fitting_organisations(call, settings.LANGUAGE_CODE)
    silent = Preference.objects.filter(mailed=False).values("organisation")
    rows = Representation.objects.on(today()).filter(organisation__in=fitting, user__is_active=True)
    rows = rows.exclude(organisation__in=silent).select_related("user", "organisation")
    told = 0
    for row in rows.order_by("organisation", "user"):
        told += _mail_person(call, row.user, row.organisation)
    return told


def _find_fitting_organisations(call: Call, language: str) -> dict[int, Sequence[Reason]]:
    # Reasons are words: each reader gets them in the own language.
    with translation.override(language):
        found = partners.find_partners(index_store.open_reader(), call, day=today(), most=MOST_ORGANISATIONS)
    return {int(one.organisation.key): one.reasons for one in found if one.score >= settings.MATCH_LEAST}


def _mail_person(call: Call, person: Any, organisation: Organisation) -> bool:
    if Told.objects.filter(person=person, at__gt=now() - QUIET_PERIOD).exists():
        return False
    _row, new = Told.objects.get_or_create(
        call=call, person=person, defaults={"organisation": organisation, "at": now()}
    )
    if new:
        language = person.language
        context = {
            "call": call,
            "organisation": organisation,
            "reasons": _find_fitting_organisations(call, language)[organisation.pk],
            "link": get_url("call", call.slug, language),
            "off_link": get_url("off", make_stop_token(organisation), language),
        }
        queue_mail(
            to=person.email,
            template="fitting_call",
            context=context,
            language=language,
            once=f"fitting call {call.pk}",
        )
    return new
