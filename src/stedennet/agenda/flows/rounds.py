"""Update rounds: twice a year each responsible organisation is asked to look at all its actions, on one page.

Who is asked gets a personal link and needs no account. Each mail and its row in the ledger are written in one
transaction: a worker that dies or was away for days sends nothing twice and forgets nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stedennet.core.access import SYSTEM, Actor, LinkHolder
from stedennet.core.clock import now, today
from stedennet.core.errors import DomainError, NotAllowed, Refused, RefusedFields
from stedennet.core.history import record_act
from stedennet.network.access import organisations_of
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.flows import queue_mail
from stedennet.personal_links.kinds import Holder
from stedennet.personal_links.signers import LinkSigner

from ..access import can_edit_agenda
from ..action_status import summarise_status
from ..links import get_round_url
from ..models import Commitment, Edition, Milestone, RoundMail, RoundRequest, UpdateRound
from ..rules.editions import Status as EditionStatus
from ..rules.rounds import ROUND_LENGTH, Step, find_round_start, list_due_steps
from ..rules.status import FINISHED
from . import progress

SIGNER = LinkSigner("round", salt="stedennet.agenda.round")
CONFIRM, CHANGE, STOP = "klopt", "wijzig", "stop"


@dataclass(frozen=True)
class ActionAnswer:
    """What somebody says of one action: that it is still right, what changed, or that it stopped.

    `milestones` are states by the key of the milestone, `phase` is the new one: both only what somebody changed.
    """

    code: str
    choice: str
    text: str = ""
    phase: str | None = None
    reason: str = ""
    milestones: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LinkedRequest:
    """A request with who has the link."""

    request: RoundRequest
    by: Actor


def process_due_rounds() -> int:
    """The worker's chore: begin the round that is due, and send what is due of each; returns how many mails."""
    _open_due_round()
    return sum(_send_due_mails(one) for one in UpdateRound.objects.filter(closes_on__gte=today()))


@transaction.atomic
def open_round(*, by: Actor, on: dt.date | None = None) -> UpdateRound:
    """Begin a round about the edition that holds; a second time on one day gives the same. Raises NotAllowed, or
    Refused without an adopted edition, and while a round runs."""
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur begint een bijwerkronde."))
    edition = Edition.objects.select_for_update().filter(status=EditionStatus.ADOPTED).first()
    if edition is None:
        raise Refused(_("Er is nog geen vastgestelde editie."))
    day = on or today()
    there = UpdateRound.objects.filter(opens_on=day).first()
    if there:
        return there
    if UpdateRound.objects.filter(closes_on__gte=day).exists():
        raise Refused(_("Er loopt al een bijwerkronde."))
    made = UpdateRound.objects.create(edition=edition, opens_on=day, closes_on=day + ROUND_LENGTH)
    keys = {one.responsible_id for one in _list_open_actions(edition) if one.responsible_id}
    organisations = Organisation.objects.filter(pk__in=keys)
    RoundRequest.objects.bulk_create(RoundRequest(round=made, organisation=one) for one in organisations)
    record_act(made, "agenda.round_opened", by=by)
    return made


def find_request_by_link(token: str) -> LinkedRequest | None:
    """The request that this personal link belongs to; None when it is forged, over, or its owner no longer speaks for
    the organisation."""
    try:
        request_key, user_key = SIGNER.unsign(token).split("-")
    except (BadSignature, ValueError):
        return None
    rows = RoundRequest.objects.select_related("round__edition", "organisation")
    found = rows.filter(pk=request_key, round__closes_on__gte=today()).first()
    if found is None:
        return None
    if user_key == "0":
        return LinkedRequest(found, LinkHolder(Organisation, found.organisation_id))
    speaks = Representation.objects.for_organisation(found.organisation_id, day=today()).filter(user_id=user_key)
    one = speaks.filter(user__is_active=True).select_related("user").first()
    return LinkedRequest(found, one.user) if one else None


def build_round_link(request: RoundRequest, user: Any = None) -> str:
    """The personal link of who represents the organisation; without a user that of a contact without an account."""
    return get_round_url(SIGNER.sign(f"{request.pk}-{user.pk if user else 0}"))


def find_link_holder(value: str) -> Holder | None:
    """To whom the link of an update round belongs; that of a contact without an account goes to the office, which
    passes it on."""
    request_key, _hyphen, user_key = value.partition("-")
    rows = RoundRequest.objects.filter(pk=request_key, round__closes_on__gte=today())
    request = rows.select_related("organisation").first()
    if request is None:
        return None
    if user_key == "0":
        return Holder(settings.OFFICE_EMAIL, "nl", request.organisation.name, build_round_link(request))
    speaks = Representation.objects.on(today()).filter(organisation=request.organisation, user_id=user_key)
    row = speaks.filter(user__is_active=True).select_related("user").first()
    if row is None:
        return None
    return Holder(row.user.email, row.user.language, request.organisation.name, build_round_link(request, row.user))


def list_link_values(email: str) -> list[str]:
    """What the links of this address to update rounds are for."""
    running = RoundRequest.objects.filter(round__closes_on__gte=today())
    speaks = Representation.objects.on(today()).filter(user__email__iexact=email)
    own = [
        f"{request.pk}-{user_key}"
        for organisation_key, user_key in speaks.values_list("organisation_id", "user_id")
        for request in running.filter(organisation=organisation_key)
    ]
    is_office = email.casefold() == settings.OFFICE_EMAIL.casefold()
    return own + ([f"{request.pk}-0" for request in running] if is_office else [])


def list_open_requests(user: Any) -> list[RoundRequest]:
    """The open requests to organisations that this person represents."""
    keys = organisations_of(user, day=today())
    rows = RoundRequest.objects.select_related("organisation", "round")
    return list(rows.filter(organisation__in=keys, round__closes_on__gte=today(), answered_at=None))


def list_request_actions(request: RoundRequest) -> list[Commitment]:
    """The organisation's actions that go on, with all that the page shows."""
    return [one for one in _list_open_actions(request.round.edition) if one.responsible_id == request.organisation_id]


@transaction.atomic
def submit_answers(asked: LinkedRequest, answers: Sequence[ActionAnswer]) -> bool:
    """Do what is said of each action, all or nothing; whether every action was looked at now.

    Raises RefusedFields with a sentence for each `<code>-<field>` that is wrong.
    """
    request = RoundRequest.objects.select_for_update().get(pk=asked.request.pk)
    own = {one.action.code: one for one in list_request_actions(request)}
    wrong: dict[str, str] = {}
    for row in answers:
        if row.code not in own:
            continue
        try:
            with transaction.atomic():
                _apply_answer(own[row.code], row, by=asked.by)
        except RefusedFields as error:
            wrong |= {f"{row.code}-{name}": sentence for name, sentence in error.fields.items()}
        except DomainError as error:
            wrong[f"{row.code}-{error.field or 'choice'}"] = error.message
    if wrong:
        raise RefusedFields(wrong)
    return _mark_if_answered(request)


def _apply_answer(commitment: Commitment, row: ActionAnswer, *, by: Actor) -> None:
    if row.choice == STOP:
        progress.stop_action(commitment, by=by, reason=row.reason)
    if row.choice == CHANGE:
        _apply_changes(commitment, row, by)
    if row.choice in (CONFIRM, CHANGE):
        progress.confirm_action(commitment, by=by)


def _apply_changes(commitment: Commitment, row: ActionAnswer, by: Actor) -> None:
    milestones = {one.pk: one for one in commitment.action.milestones.all()}
    moved = row.phase is not None and row.phase != commitment.action.phase
    marked = {
        key: state
        for key, state in row.milestones.items()
        if key in milestones and _has_new_state(milestones, key, state)
    }
    if not (row.text.strip() or moved or marked):
        raise Refused(_("Zeg wat er veranderde, of kies “Dit klopt nog”."), field="text")
    if row.text.strip():
        progress.record_progress_update(
            commitment, by=by, text=row.text, on=today(), organisation=commitment.responsible
        )
    if moved and row.phase is not None:
        progress.change_phase(commitment, row.phase, by=by)
    for key, state in marked.items():
        progress.set_milestone_state(commitment, milestones[key], state, by=by)


def _has_new_state(milestones: Mapping[int, Milestone], key: int, state: str) -> bool:
    return bool(milestones[key].state != state)


def _list_open_actions(edition: Edition) -> list[Commitment]:
    day = today()
    rows = Commitment.objects.in_edition(edition).with_parts().prefetch_related("partners__organisation")
    return [one for one in rows if summarise_status(one, today=day).shown not in FINISHED]


def _mark_if_answered(request: RoundRequest) -> bool:
    """Note that all was looked at since the round began; whether it was."""
    day = today()
    looked = (summarise_status(one, today=day).checked_on for one in list_request_actions(request))
    done = all(on is not None and on >= request.round.opens_on for on in looked)
    if done and request.answered_at is None:
        request.answered_at = now()
        request.save(update_fields=["answered_at"])
    return done


@transaction.atomic
def _open_due_round() -> None:
    day = find_round_start(today(), settings.UPDATE_MONTHS)
    if day is None or today() > day + ROUND_LENGTH or UpdateRound.objects.filter(closes_on__gte=day).exists():
        return
    edition = Edition.objects.filter(status=EditionStatus.ADOPTED).first()
    if edition is None or (edition.adopted_at and localdate(edition.adopted_at) > day):
        return
    open_round(by=SYSTEM, on=day)


@transaction.atomic
def _send_due_mails(one: UpdateRound) -> int:
    UpdateRound.objects.select_for_update().get(pk=one.pk)
    steps = list_due_steps(one.opens_on, one.closes_on, today=today())
    silent: list[RoundRequest] = []
    sent = 0
    for request in one.requests.filter(answered_at=None).select_related("organisation", "round__edition"):
        taken = set(request.mails.values_list("step", flat=True))
        fresh = [step for step in steps if step not in taken]
        if not fresh or _mark_if_answered(request):
            continue
        # After a pause only the furthest step is sent; the ledger has the others as taken.
        RoundMail.objects.bulk_create(RoundMail(request=request, step=step, at=now()) for step in fresh)
        if fresh[-1] == Step.OFFICE:
            silent.append(request)
        else:
            sent += _send_request(request, fresh[-1])
    if silent:
        rows = [{"name": one.organisation.name, "link": build_round_link(one)} for one in silent]
        context = {"organisations": rows, "closes_on": one.closes_on}
        queue_mail(to=settings.OFFICE_EMAIL, template="round_silent", context=context, language="nl")
    return sent + bool(silent)


def _send_request(request: RoundRequest, step: Step) -> int:
    context = {
        "organisation": request.organisation.name,
        "closes_on": request.round.closes_on,
        "again": step == Step.REMIND,
        "actions": [str(one) for one in list_request_actions(request)],
    }
    readers = _find_recipients(request)
    for address, (language, user) in readers.items():
        queue_mail(
            to=address,
            template="round_ask",
            context={**context, "link": build_round_link(request, user), "unknown": address == settings.OFFICE_EMAIL},
            language=language,
        )
    return len(readers)


def _find_recipients(request: RoundRequest) -> dict[str, tuple[str, Any]]:
    """Addresses with the language, and the user when the reader has an account; the office when nobody is known."""
    rows = Representation.objects.for_organisation(request.organisation_id, day=today()).filter(user__is_active=True)
    contacts = {one.action.contact_email for one in list_request_actions(request)} - {""}
    people = {row.user.email: (row.user.language, row.user) for row in rows.select_related("user")}
    found: dict[str, tuple[str, Any]] = dict.fromkeys(sorted(contacts), ("nl", None))
    return found | people or {settings.OFFICE_EMAIL: ("nl", None)}
