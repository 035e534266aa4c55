"""Update rounds: twice a year each responsible organisation is asked to check all its actions, on one page.

The people asked get a personal link and need no account. Each mail and its ledger row are written in one transaction,
so a worker that crashed or was down for days sends nothing twice and forgets nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM, Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import DomainError, NotAllowed, Refused, RefusedFields
from stedennet.core.history import record_act
from stedennet.network.access import organisations_of
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import get_office

from ..access import can_edit_agenda
from ..action_status import summarise_status
from ..models import Commitment, Edition, Milestone, RoundMail, RoundRequest, UpdateRound
from ..personal_links import DUTCH, ROUND_LINK, LinkedRequest
from ..rules.rounds import ROUND_LENGTH, Step, find_round_start, list_due_steps
from ..rules.status import FINISHED
from . import progress

CONFIRM, CHANGE, STOP = "klopt", "wijzig", "stop"


@dataclass(frozen=True)
class ActionAnswer:
    """The answer about one action: it is still correct, something changed, or it stopped.

    `milestones` holds new states by key of the milestone, `phase` the new phase; both only what somebody changed.
    """

    code: str
    choice: str
    text: str = ""
    phase: str | None = None
    reason: str = ""
    milestones: Mapping[int, str] = field(default_factory=dict)


def process_due_rounds() -> int:
    """Open the round that is due, and send the mails due in each; returns how many mails. A periodic job."""
    _open_due_round()
    return sum(_send_due_mails(update_round) for update_round in UpdateRound.objects.filter(closes_on__gte=today()))


@transaction.atomic
def open_round(*, by: Actor, on: dt.date | None = None) -> UpdateRound:
    """Open a round about the adopted edition; the same day again returns the same round.

    Raises NotAllowed, or Refused without an adopted edition and while another round is open.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur begint een bijwerkronde."))
    edition = Edition.objects.select_for_update().adopted()
    if edition is None:
        raise Refused(_("Er is nog geen vastgestelde editie."))
    day = on or today()
    existing = UpdateRound.objects.filter(opens_on=day).first()
    if existing:
        return existing
    if UpdateRound.objects.filter(closes_on__gte=day).exists():
        raise Refused(_("Er loopt al een bijwerkronde."))
    update_round = UpdateRound.objects.create(edition=edition, opens_on=day, closes_on=day + ROUND_LENGTH)
    organisation_keys = {
        commitment.responsible_id for commitment in _list_open_actions(edition) if commitment.responsible_id
    }
    organisations = Organisation.objects.filter(pk__in=organisation_keys)
    RoundRequest.objects.bulk_create(
        RoundRequest(round=update_round, organisation=organisation) for organisation in organisations
    )
    record_act(update_round, "agenda.round_opened", by=by)
    return update_round


def list_open_requests(user: Actor) -> list[RoundRequest]:
    """The open requests to organisations that this person represents."""
    keys = organisations_of(user, day=today())
    rows = RoundRequest.objects.select_related("organisation", "round")
    return list(rows.filter(organisation__in=keys, round__closes_on__gte=today(), answered_at=None))


def list_request_actions(request: RoundRequest) -> list[Commitment]:
    """The organisation's unfinished actions, with all that the page shows."""
    return [
        commitment
        for commitment in _list_open_actions(request.round.edition)
        if commitment.responsible_id == request.organisation_id
    ]


@transaction.atomic
def submit_answers(linked_request: LinkedRequest, answers: Sequence[ActionAnswer]) -> bool:
    """Apply the answers about all actions, or none; returns whether every action has now been checked.

    Raises RefusedFields with a message for each wrong `<code>-<field>`.
    """
    request = RoundRequest.objects.select_for_update().get(pk=linked_request.request.pk)
    commitments = {commitment.action.code: commitment for commitment in list_request_actions(request)}
    errors: dict[str, str] = {}
    for answer in answers:
        if answer.code not in commitments:
            continue
        try:
            with transaction.atomic():
                _apply_answer(commitments[answer.code], answer, by=linked_request.by)
        except RefusedFields as error:
            errors |= {f"{answer.code}-{name}": sentence for name, sentence in error.fields.items()}
        except DomainError as error:
            errors[f"{answer.code}-{error.field or 'choice'}"] = error.message
    if errors:
        raise RefusedFields(errors)
    return _mark_if_answered(request)


def _apply_answer(commitment: Commitment, answer: ActionAnswer, *, by: Actor) -> None:
    if answer.choice == STOP:
        progress.stop_action(commitment, by=by, reason=answer.reason)
    if answer.choice == CHANGE:
        _apply_changes(commitment, answer, by)
    if answer.choice in (CONFIRM, CHANGE):
        progress.confirm_action(commitment, by=by)


def _apply_changes(commitment: Commitment, answer: ActionAnswer, by: Actor) -> None:
    milestones = {milestone.pk: milestone for milestone in commitment.action.milestones.all()}
    has_new_phase = answer.phase is not None and answer.phase != commitment.action.phase
    changed_states = {
        key: state
        for key, state in answer.milestones.items()
        if key in milestones and _has_new_state(milestones, key, state)
    }
    if not (answer.text.strip() or has_new_phase or changed_states):
        raise Refused(_("Zeg wat er veranderde, of kies “Dit klopt nog”."), field="text")
    if answer.text.strip():
        progress.record_progress_update(
            commitment, by=by, text=answer.text, on=today(), organisation=commitment.responsible
        )
    if has_new_phase and answer.phase is not None:
        progress.change_phase(commitment, answer.phase, by=by)
    for key, state in changed_states.items():
        progress.set_milestone_state(commitment, milestones[key], state, by=by)


def _has_new_state(milestones: Mapping[int, Milestone], key: int, state: str) -> bool:
    return bool(milestones[key].state != state)


def _list_open_actions(edition: Edition) -> list[Commitment]:
    day = today()
    rows = Commitment.objects.in_edition(edition).with_parts().prefetch_related("partners__organisation")
    return [commitment for commitment in rows if summarise_status(commitment, today=day).shown not in FINISHED]


def _mark_if_answered(request: RoundRequest) -> bool:
    """Mark the request as answered if every action was checked since the round opened; returns whether so."""
    day = today()
    checks = (summarise_status(commitment, today=day).checked_on for commitment in list_request_actions(request))
    is_answered = all(day is not None and day >= request.round.opens_on for day in checks)
    if is_answered and request.answered_at is None:
        request.answered_at = now()
        request.save(update_fields=["answered_at"])
    return is_answered


@transaction.atomic
def _open_due_round() -> None:
    day = find_round_start(today(), settings.UPDATE_MONTHS)
    if day is None or today() > day + ROUND_LENGTH or UpdateRound.objects.filter(closes_on__gte=day).exists():
        return
    edition = Edition.objects.adopted()
    if edition is None or (edition.adopted_at and localdate(edition.adopted_at) > day):
        return
    open_round(by=SYSTEM, on=day)


@transaction.atomic
def _send_due_mails(update_round: UpdateRound) -> int:
    UpdateRound.objects.select_for_update().get(pk=update_round.pk)
    steps = list_due_steps(update_round.opens_on, update_round.closes_on, today=today())
    unanswered: list[RoundRequest] = []
    sent = 0
    for request in update_round.requests.filter(answered_at=None).select_related("organisation", "round__edition"):
        taken_steps = set(request.mails.values_list("step", flat=True))
        new_steps = [step for step in steps if step not in taken_steps]
        if not new_steps or _mark_if_answered(request):
            continue
        # After a pause only the last step is sent; the ledger records the others as taken.
        RoundMail.objects.bulk_create(RoundMail(request=request, step=step, at=now()) for step in new_steps)
        if new_steps[-1] == Step.OFFICE:
            unanswered.append(request)
        else:
            sent += _send_request(request, new_steps[-1])
    if unanswered:
        rows = [
            {"name": request.organisation.name, "link": ROUND_LINK.url(LinkedRequest(request), DUTCH)}
            for request in unanswered
        ]
        context = {"organisations": rows, "closes_on": update_round.closes_on}
        queue_mail(to=settings.OFFICE_EMAIL, template="round_silent", context=context, language="nl")
    return sent + bool(unanswered)


def _send_request(request: RoundRequest, step: Step) -> int:
    context = {
        "organisation": request.organisation.name,
        "closes_on": request.round.closes_on,
        "again": step == Step.REMIND,
        "actions": [str(commitment) for commitment in list_request_actions(request)],
    }
    readers = _find_recipients(request)
    for address, (language, user) in readers.items():
        queue_mail(
            to=address,
            template="round_ask",
            context={
                **context,
                "link": ROUND_LINK.url(LinkedRequest(request, user), language),
                "unknown": address == settings.OFFICE_EMAIL,
            },
            language=language,
        )
    return len(readers)


def _find_recipients(request: RoundRequest) -> dict[str, tuple[str, User | None]]:
    """Addresses with the language, and the user if the reader has an account; the office if nobody is known."""
    rows = Representation.objects.for_organisation(request.organisation_id, day=today()).reachable()
    addresses = {commitment.action.contact_email for commitment in list_request_actions(request)} - {""}
    contacts: dict[str, tuple[str, User | None]] = dict.fromkeys(sorted(addresses), ("nl", None))
    people = {row.user.email: (row.user.language, row.user) for row in rows}
    office, language = get_office()
    return contacts | people or {office: (language, None)}
