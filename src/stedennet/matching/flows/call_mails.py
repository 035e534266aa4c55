"""Mails about new calls to the representatives of the organisations that fit best: each once, at most one a week."""

import datetime as dt
import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation

from stedennet.accounts.models import User
from stedennet.calls.models import Call
from stedennet.changes.flows import follow_changes
from stedennet.changes.models import Change
from stedennet.core.clock import now, today
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.flows import queue_mail
from stedennet.search import index_store
from stedennet.search.engine import BrokenIndex

from .. import partners
from ..links import get_call_url
from ..models import Preference, Told
from ..personal_links import CALL_MAILS_LINK
from ..reasons import Reason

logger = logging.getLogger(__name__)
FOLLOWER = "matching mails"
MOST_ORGANISATIONS = 5
"""Maximum number of organisations that get mail about one call."""
QUIET_PERIOD = dt.timedelta(days=7)


def send_mails_about_new_calls() -> None:
    """Mail about the calls that were published since the last run. Without an index it waits, and skips nothing."""
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
    """Mail the representatives of the organisations that fit this call; return the number of mails."""
    fitting = _find_fitting_organisations(call, settings.LANGUAGE_CODE)
    silent = Preference.objects.filter(mailed=False).values("organisation")
    rows = Representation.objects.of_any(fitting, day=today()).reachable()
    rows = rows.exclude(organisation__in=silent).select_related("user", "organisation")
    count = 0
    for representation in rows.order_by("organisation", "user"):
        count += _mail_person(call, representation.user, representation.organisation)
    return count


def _find_fitting_organisations(call: Call, language: str) -> dict[int, Sequence[Reason]]:
    # The reasons are sentences in the reader's language.
    with translation.override(language):
        suggestions = partners.find_partners(index_store.open_reader(), call, day=today(), most=MOST_ORGANISATIONS)
    return {
        int(suggestion.organisation.key): suggestion.reasons
        for suggestion in suggestions
        if suggestion.score >= settings.MATCH_LEAST
    }


def _mail_person(call: Call, person: User, organisation: Organisation) -> bool:
    if Told.objects.filter(person=person, at__gt=now() - QUIET_PERIOD).exists():
        return False
    _row, is_new = Told.objects.get_or_create(
        call=call, person=person, defaults={"organisation": organisation, "at": now()}
    )
    if is_new:
        language = person.language
        context = {
            "call": call,
            "organisation": organisation,
            "reasons": _find_fitting_organisations(call, language)[organisation.pk],
            "link": get_call_url(call.slug, language),
            "off_link": CALL_MAILS_LINK.url(organisation, language),
        }
        queue_mail(
            to=person.email,
            template="fitting_call",
            context=context,
            language=language,
            once=f"fitting call {call.pk}",
        )
    return is_new
