"""What each party decides on an edition: by who represents it, or by a secret link; and taking it back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User, normalise_email
from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM, Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.records import store_record
from stedennet.core.text import mask_address
from stedennet.intake.tokens import create_token, hash_token
from stedennet.network.access import can_sign_for
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail

from ..access import can_edit_agenda
from ..links import get_approval_url, get_own_approval_url
from ..models import Approval, DecisionKey, Edition, Party
from ..rules.editions import Decision, Status

LINK_LIFETIME = dt.timedelta(days=60)
"""How long a secret link works for a party without an account."""


@dataclass(frozen=True)
class ApprovalData:
    """What a party says: the decision, a reservation or reason, by whom, and on what mandate."""

    decision: str
    signed_by: str
    words: str = ""
    mandate_body: str = ""
    mandate_on: dt.date | None = None
    mandate_url: str = ""


@transaction.atomic
def submit_approval(party: Party, verdict: ApprovalData, *, by: Actor) -> Approval:
    """The party's decision, by somebody entitled to sign for it, with mandate; who else represents it is told.

    Raises NotAllowed, or Refused.
    """
    if not can_sign_for(by, party.organisation, day=today()):
        raise NotAllowed(_("Alleen wie voor deze partij mag tekenen kan besluiten."))
    _check_mandate(verdict)
    approval = _create_approval(party, verdict, person=by, way=Approval.Way.ACCOUNT)
    _notify_representatives(approval)
    return approval


def import_approval(party: Party, verdict: ApprovalData, *, by: Actor, at: dt.datetime) -> Approval:
    """A decision of before, as a public source tells it. Raises NotAllowed for all but the program's own loaders."""
    if by is not SYSTEM:
        raise NotAllowed(_("Alleen wie voor deze partij mag tekenen kan besluiten."))
    return _create_approval(party, verdict, person=None, way=Approval.Way.SOURCE, at=at)


def _check_mandate(verdict: ApprovalData) -> None:
    """Who decides says on whose decision; of before, a source may not tell it."""
    if not verdict.mandate_body.strip():
        raise Refused(_("Zeg welk bestuur hierover besloot."), field="mandate_body")
    if verdict.mandate_on is None:
        raise Refused(_("Zeg op welke dag dat besluit is genomen."), field="mandate_on")
    if verdict.mandate_on > today():
        raise Refused(_("Deze dag moet nog komen."), field="mandate_on")


@transaction.atomic
def send_approval_link(party: Party, address: str, *, by: Actor) -> DecisionKey:
    """Mail a secret link to who decides for a party without an account. Who asks for it never sees it: a page that
    showed it would let the office decide for everybody. An older link stops working. Whoever represents the party, and
    the office, are told to which address it went.

    Raises NotAllowed, or Refused: when there is nothing to decide (any more), for an address that is none, and that
    of somebody of the office who may not sign for the party.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen het programmabureau maakt zo'n link."))
    _check_not_office(party, address)
    edition = Edition.objects.select_for_update().get(pk=party.edition_id)
    _check_awaited(party, edition)
    is_again = bool(party.keys.filter(ended_at=None).update(ended_at=now()))
    token, moment = create_token(), now()
    key = store_record(
        DecisionKey(
            party=party,
            hash=hash_token(token),
            sent_to=address.strip(),
            sent_by_id=by.pk,
            sent_at=moment,
            ends_at=moment + LINK_LIFETIME,
        )
    )
    context = {"party": party, "edition": edition, "link": get_approval_url(token), "ends_at": key.ends_at}
    queue_mail(
        to=key.sent_to, template="decide_by_link", context=context, language="nl", once=f"decide by link {key.pk}"
    )
    _record_party_act(party, "agenda.link_replaced" if is_again else "agenda.link_sent", by)
    _notify_of_link(key)
    return key


def _check_not_office(party: Party, address: str) -> None:
    person = User.objects.filter(email=normalise_email(address)).first()
    works_there = person is not None and (person.is_editor or person.is_moderator or person.is_superuser)
    is_office = works_there or normalise_email(address) == normalise_email(settings.OFFICE_EMAIL)
    if is_office and not (person and can_sign_for(person, party.organisation, day=today())):
        raise Refused(_("Dit adres is van het programmabureau. Stuur de link aan wie voor de partij mag tekenen."))


def _notify_of_link(key: DecisionKey) -> None:
    """Nobody decides behind a party's back: all who represent it read where the link went, and the office too."""
    party = key.party
    rows = Representation.objects.for_organisation(party.organisation_id, day=today()).filter(user__is_active=True)
    readers = {(row.user.email, row.user.language) for row in rows.select_related("user")}
    for address, language in sorted({*readers, (settings.OFFICE_EMAIL, "nl")}):
        if address != key.sent_to:
            context = {"party": party, "address": mask_address(key.sent_to)}
            queue_mail(to=address, template="decision_link_sent", context=context, language=language)


def find_party_by_link(token: str) -> Party | None:
    """The party that this secret belongs to; None when it is forged, too old, replaced or gone."""
    key = _find_key(token)
    return key.party if key else None


def is_link_used(token: str) -> bool:
    """Whether this secret was decided with."""
    key = _find_key(token)
    return bool(key and key.used_at)


def _find_key(token: str) -> DecisionKey | None:
    try:
        mark = hash_token(token)
    except BadSignature:
        return None
    rows = DecisionKey.objects.filter(hash=mark, ended_at=None, ends_at__gt=now())
    return rows.select_related("party__edition", "party__organisation").first()


@transaction.atomic
def submit_approval_by_link(token: str, verdict: ApprovalData) -> Approval:
    """The same by who has the secret link, once; who represents the party is told. Raises Refused when the link does
    not work (any more)."""
    key = _find_key(token)
    if key is None:
        raise Refused(_("Deze link werkt niet meer. Vraag het programmabureau om een nieuwe."))
    _check_mandate(verdict)
    approval = _create_approval(key.party, verdict, person=None, way=Approval.Way.LINK)
    if not DecisionKey.objects.filter(pk=key.pk, used_at=None).update(used_at=approval.decided_at):
        raise Refused(_("Met deze link is al besloten. Vraag het programmabureau om een nieuwe."))
    _notify_representatives(approval)
    return approval


def _notify_representatives(approval: Approval) -> None:
    party = approval.party
    rows = Representation.objects.for_organisation(party.organisation_id, day=today()).filter(user__is_active=True)
    context = {
        "party": party,
        "is_by_link": approval.way == Approval.Way.LINK,
        "decision": approval.get_decision_display(),
        "signed_by": approval.signed_by,
        "page": get_own_approval_url(party.edition.number, party.organisation.slug),
    }
    for row in rows.exclude(user=approval.person_id).select_related("user"):
        queue_mail(
            to=row.user.email,
            template="decided_by_link",
            context=context,
            language=row.user.language,
            once=f"decided by link {approval.pk} {row.user_id}",
        )


@transaction.atomic
def _create_approval(
    party: Party, verdict: ApprovalData, *, person: Any, way: Approval.Way, at: dt.datetime | None = None
) -> Approval:
    _check_awaited(party, Edition.objects.select_for_update().get(pk=party.edition_id))
    if verdict.decision not in Decision.values:
        raise Refused(_("Kies een besluit."), field="decision")
    if verdict.decision != Decision.APPROVED and not verdict.words.strip():
        raise Refused(_("Schrijf uw voorbehoud of reden op."), field="words")
    approval = store_record(
        Approval(
            party=party,
            decision=verdict.decision,
            words=verdict.words.strip(),
            signed_by=verdict.signed_by,
            person=person,
            way=way,
            mandate_body=verdict.mandate_body,
            mandate_on=verdict.mandate_on,
            mandate_url=verdict.mandate_url,
            decided_at=at or now(),
        )
    )
    _announce_approval(approval, str(approval.get_decision_display()), at=approval.decided_at)
    _record_party_act(party, "agenda.party_decided", person, decision=approval.decision, way=str(way.value))
    return approval


def _check_awaited(party: Party, edition: Edition) -> None:
    if edition.status != Status.APPROVAL:
        raise Refused(_("Over deze editie kan nu niet worden besloten."))
    if not party.is_signatory:
        raise Refused(_("Deze partij ondertekent de editie niet."))
    if party.approvals.standing().exists():
        raise Refused(_("Deze partij heeft al besloten. Neem dat besluit eerst terug."))


def withdraw_approval(approval: Approval, *, by: Actor, reason: str) -> Approval:
    """The party takes its decision back as long as the edition is not adopted; the record stays, with the reason.

    Raises NotAllowed, or Refused.
    """
    if not can_sign_for(by, approval.party.organisation, day=today()):
        raise NotAllowed(_("Alleen wie voor deze partij mag tekenen kan het besluit terugnemen."))
    return _withdraw_approval(approval, reason, by=by)


def withdraw_approval_by_link(token: str, *, reason: str) -> Approval:
    """The same by who decided with the secret link, for what was decided with a link. Raises Refused."""
    key = _find_key(token)
    standing = key.party.approvals.standing().filter(way=Approval.Way.LINK).first() if key and key.used_at else None
    if standing is None:
        raise Refused(_("Met deze link is geen besluit terug te nemen. Vraag het programmabureau."))
    return _withdraw_approval(standing, reason, by=None)


@transaction.atomic
def _withdraw_approval(approval: Approval, reason: str, *, by: Actor | None) -> Approval:
    if Edition.objects.select_for_update().get(pk=approval.party.edition_id).status != Status.APPROVAL:
        raise Refused(_("Over deze editie kan nu niet worden besloten."))
    if not reason.strip():
        raise Refused(_("Geef een reden: die staat bij de editie."), field="reason")
    approval = Approval.objects.select_for_update().get(pk=approval.pk)
    if approval.withdrawn_at is None:
        approval.withdrawn_at, approval.withdrawn_reason = now(), reason.strip()
        store_record(approval)
        _announce_approval(approval, _("besluit teruggenomen"), at=now())
        _record_party_act(approval.party, "agenda.decision_taken_back", by)
    return approval


def _record_party_act(party: Party, act: str, by: Actor | None, **data: Any) -> None:
    record_act(party.edition, act, by=by, party=party.organisation.name, **data)


def _announce_approval(approval: Approval, note: str, *, at: dt.datetime) -> None:
    edition = approval.party.edition
    behalf_of = approval.party.organisation.name
    announce_change(
        edition,
        "changed",
        title=edition.title,
        title_en=edition.title_en,
        note=f"{behalf_of}: {note}",
        behalf_of=behalf_of,
        at=at,
    )
