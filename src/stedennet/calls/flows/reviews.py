"""The editors' review: scores that advise, then publish, ask for more, or reject; the owner is mailed with advice."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.changes.rules import date_source
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.records import store_record
from stedennet.initiatives.flows.initiatives import find_organisation

from ..access import can_review, is_owner
from ..models import Call
from ..rules.reviews import QUESTIONS, build_advice, is_score
from ..rules.states import EDITOR, OWNER, State, Step, apply_step, check_closing_date
from .submissions import send_owner_link

MAIL_TEMPLATES = {Step.PUBLISH: "call_published", Step.ASK: "call_needs_work", Step.REJECT: "call_rejected"}


@transaction.atomic
def take_call_step(
    call: Call,
    step: Step,
    *,
    by: Actor,
    words: str = "",
    scores: Mapping[str, int] | None = None,
    at: dt.datetime | None = None,
) -> Call:
    """Take a step with a call. An editor who publishes or asks for more may score the four questions.

    `at` is the moment for a loader that publishes a call that began earlier; it also skips the check of the deadline.
    The first moment of publishing is kept when a call is published again.

    Scores lead to advice for the owner and block nothing. Raises NotAllowed, or Refused: when the step is not possible
    now, when a reason is missing, when a score is none, and when the deadline is past.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=call.pk)
    role = EDITOR if can_review(by) else OWNER if is_owner(by, call, day=today()) else ""
    if not role:
        raise NotAllowed(_("Alleen een redacteur of de plaatser kan dit doen."))
    call.state = apply_step(call.state, step, by=role)
    if step in (Step.ASK, Step.REJECT, Step.RESUBMIT) and not words.strip():
        raise Refused(_("Geef een reden: de inzender krijgt die te lezen."), field="words")
    if step in (Step.PUBLISH, Step.ASK) and scores is not None:
        call.scores = _check_scores(scores)
    if step is Step.PUBLISH:
        if at is None:
            check_closing_date(call.closes_on, today=today())
        call.published_at = call.published_at or at or now()
        call.organisation = call.organisation or find_organisation(call.organisation_in_words)
    call.state_words, call.state_at = words.strip(), at or now()
    call.state_by_id = by.pk
    store_record(call)
    record_act(call, f"calls.{step.value}", by=by)
    if step in MAIL_TEMPLATES:
        send_owner_link(call, MAIL_TEMPLATES[step], advice=build_advice(call.scores, below=settings.CALL_ADVICE_BELOW))
    if call.state in (State.PUBLISHED, State.CLOSED):
        announce_call(call, "published" if call.state == State.PUBLISHED else "changed", at=call.state_at)
    return call


def _check_scores(scores: Mapping[str, int]) -> dict[str, int]:
    if set(scores) - set(QUESTIONS) or not all(is_score(score) for score in scores.values()):
        raise Refused(_("Een beoordeling is een getal van 0 tot en met 5."), field="scores")
    return dict(scores)


def announce_call(call: Call, verb: str, *, note: str = "", at: dt.datetime | None = None) -> None:
    """Write the change to the log of changes; the note is by default what the call is for."""
    day = date_source(call.opened_on, call.closes_on, source_url=call.source_url)
    announce_change(call, verb, title=call.title, note=note or call.what_for, behalf_of=call.by, at=at, day=day)
