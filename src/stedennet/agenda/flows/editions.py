"""The steps of an edition, from draft to adopted and superseded."""

import datetime as dt
import hashlib

from django.db import transaction
from django.db.models import F, Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.records import store_record
from stedennet.intake.models import Submission

from ..access import can_edit_agenda, can_take_step
from ..models import Commitment, CommitmentPartner, Edition, Party, Proposal
from ..rules.drafts import State
from ..rules.editions import PROGRAM, PUBLIC, SEALED, Status, Step, apply_step
from ..rules.seals import encode_canonical
from .approvals import check_agreed, check_signatories
from .consultation import KIND
from .seals import build_edition_content

NOT_COPIED = ("id", "edition", "revision")
"""Fields that a copied commitment does not keep."""


@transaction.atomic
def open_draft(*, by: Actor, title: str = "") -> Edition:
    """Open the next edition as a draft, with the parties and actions of the newest one. Raises NotAllowed."""
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan een editie openen."))
    _lock_all_editions()
    newest = Edition.objects.real().exclude(status=Status.WITHDRAWN).order_by("-number").first()
    number = (Edition.objects.real().aggregate(last=Max("number"))["last"] or 0) + 1
    draft = Edition.objects.create(
        number=number,
        title=title or (newest.title if newest else _("Actie-agenda")),
        title_en=newest.title_en if newest else "",
        foreword=newest.foreword if newest else "",
        foreword_en=newest.foreword_en if newest else "",
        strategy=newest.strategy if newest else None,
        quorum=newest.quorum if newest else None,
    )
    if newest:
        _copy_content(newest, draft)
    record_act(draft, "agenda.edition_opened", by=by)
    return draft


def _copy_content(source: Edition, target: Edition) -> None:
    Party.objects.bulk_create(
        Party(edition=target, organisation=party.organisation, is_signatory=party.is_signatory)
        for party in source.parties.select_related("organisation")
    )
    copies: dict[int, Commitment] = {}
    for commitment in Commitment.objects.in_edition(source).in_full().order_by(F("parent").asc(nulls_first=True)):
        fields = {
            field.name: getattr(commitment, field.name)
            for field in commitment._meta.concrete_fields
            if field.name not in NOT_COPIED
        }
        fields["parent"] = copies[commitment.parent_id] if commitment.parent_id else None
        copy = Commitment.objects.create(edition=target, **fields)
        copies[commitment.pk] = copy
        copy.themes.set(commitment.themes.all())
        copy.depends_on.set(commitment.depends_on.all())
        CommitmentPartner.objects.bulk_create(
            CommitmentPartner(
                commitment=copy,
                organisation=partner.organisation,
                is_responsible=partner.is_other,
                role=partner.role,
                part=partner.part,
            )
            for partner in commitment.partners.all()
        )
        for amount in commitment.amounts.all():
            amount.pk, amount.commitment = None, copy
            amount._state.adding = True
            amount.save()


@transaction.atomic
def take_step(
    edition: Edition,
    step: Step,
    *,
    by: Actor,
    reason: str = "",
    until: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Edition:
    """Move an edition to its next status. Raises NotAllowed, or Refused when the rules or the parties do not allow it.

    `until` is the last day of the consultation that opens; `at` is the time of a step that was taken before it was
    entered here.
    """
    moment = at or now()
    if not can_take_step(by, edition):
        raise NotAllowed(_("Alleen het programmabureau kan dit met een editie doen."))
    edition = _lock_edition(edition)
    was_public = edition.status in PUBLIC
    target = apply_step(edition.status, step)
    if step is Step.CONSULT:
        _open_consultation(edition, until)
    if step is Step.SUBMIT:
        _check_complete(edition)
        edition.frozen_at, edition.laid_before = moment, encode_canonical(build_edition_content(edition)).decode()
    if step is Step.ADOPT:
        _adopt_edition(edition, moment)
    if step is Step.WITHDRAW:
        if not reason.strip():
            raise Refused(_("Geef een reden: die staat bij de editie."), field="reason")
        edition.status_reason = reason.strip()
    edition.status = target
    store_record(edition)
    record_act(edition, f"agenda.edition_{step.value}", by=by)
    if was_public or target in PUBLIC:
        verb = "withdrawn" if target == Status.WITHDRAWN else "changed" if was_public else "published"
        _announce_edition(edition, verb, at=moment)
    return edition


def _lock_edition(edition: Edition) -> Edition:
    return _lock_all_editions()[edition.pk]


def _lock_all_editions() -> dict[int, Edition]:
    # All editions in one order, so that two that are adopted or opened at the same moment wait for each other.
    return {edition.pk: edition for edition in Edition.objects.select_for_update().order_by("pk")}


def _open_consultation(edition: Edition, until: dt.date | None) -> None:
    edition.consultation_ends_on = until or edition.consultation_ends_on
    if edition.consultation_ends_on is None:
        raise Refused(_("Zeg tot en met welke dag mensen kunnen reageren."), field="until")
    if edition.consultation_ends_on < today():
        raise Refused(_("De laatste dag om te reageren is al voorbij. Kies een dag die nog komt."), field="until")


def _check_complete(edition: Edition) -> None:
    check_signatories(edition)
    if not edition.commitments.exists():
        raise Refused(_("Zet eerst een actie in de editie."))
    _check_consultation_closed(edition)


def _check_consultation_closed(edition: Edition) -> None:
    last = edition.consultation_ends_on
    if edition.status == Status.CONSULTATION and last and today() < last:
        sentence = _("Mensen kunnen nog reageren tot en met %(day)s. Op die dag kunt u de editie voorleggen.")
        raise Refused(sentence % {"day": date_format(last, "j F Y")})
    if Proposal.objects.filter(edition=edition, state=State.OPEN).exists():
        raise Refused(_("Over een voorstel van een partij is nog niet beslist. Neem het over, of zeg waarom niet."))
    unplaced = Submission.objects.filter(kind=KIND, subject_id=str(edition.pk), status=Submission.Status.PENDING)
    if unplaced.exists():
        raise Refused(_("Er wacht nog een opmerking bij de inzendingen. Plaats haar, of wijs haar af met een reden."))
    waiting = edition.remarks.filter(answered_at=None).count()
    if waiting:
        sentence = ngettext(
            "Er wacht nog %(waiting)s opmerking op een antwoord.",
            "Er wachten nog %(waiting)s opmerkingen op een antwoord.",
            waiting,
        )
        raise Refused(sentence % {"waiting": waiting})


def _adopt_edition(edition: Edition, moment: dt.datetime) -> None:
    check_agreed(edition)
    for predecessor in Edition.objects.alike(edition).filter(status=Status.ADOPTED):
        predecessor.status = apply_step(predecessor.status, Step.SUPERSEDE, by=PROGRAM)
        predecessor.save(update_fields=["status"])
        announce_change(
            predecessor,
            "changed",
            title=predecessor.title,
            title_en=predecessor.title_en,
            note=str(Status.SUPERSEDED.label),
            at=moment,
        )
    # The seal covers what was submitted to the parties, even if an organisation or theme was renamed meanwhile.
    text = edition.laid_before or encode_canonical(build_edition_content(edition)).decode()
    edition.sealed, edition.seal, edition.adopted_at = text, compute_text_seal(text), moment


def _announce_edition(edition: Edition, verb: str, *, at: dt.datetime) -> None:
    note = str(Status(edition.status).label)
    announce_change(edition, verb, title=edition.title, title_en=edition.title_en, note=note, at=at)


def is_intact(edition: Edition) -> bool:
    """Whether the stored content of a sealed edition still matches its seal."""
    return edition.status in SEALED and compute_text_seal(edition.sealed) == edition.seal


def compute_text_seal(text: str) -> str:
    """The seal (SHA-256) of a text as people download it."""
    return hashlib.sha256(text.encode()).hexdigest()
