"""The decisions of parties on an edition or a strategy, by a signatory or personal link, and their withdrawal."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.accounts.models import User, normalise_email
from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM, Actor, person_of
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.records import store_record
from stedennet.core.text import mask_address
from stedennet.network.access import can_sign_for
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import get_office

from ..links import get_own_approval_url
from ..models import Approval, DecisionKey, Party, Subject
from ..personal_links import DECISION_LINK, DUTCH
from ..rules.editions import Decision, Way, is_agreed


@dataclass(frozen=True)
class ApprovalData:
    """A party's decision, its reservation or reason, who signed it, and on what mandate."""

    decision: str
    signed_by: str
    words: str = ""
    mandate_body: str = ""
    mandate_on: dt.date | None = None
    mandate_url: str = ""


@transaction.atomic
def submit_approval(party: Party, data: ApprovalData, *, by: Actor) -> Approval:
    """Record the decision of a party, by somebody entitled to sign for it, and notify its other representatives.

    Raises NotAllowed, or Refused without a mandate or when no decision is awaited.
    """
    if not can_sign_for(by, party.organisation, day=today()):
        raise NotAllowed(_("Alleen wie voor deze partij mag tekenen kan besluiten."))
    _check_mandate(data)
    approval = _create_approval(party, data, person=person_of(by), way=Way.ACCOUNT)
    _notify_representatives(approval)
    return approval


def import_approval(party: Party, data: ApprovalData, *, by: Actor, at: dt.datetime) -> Approval:
    """Record a past decision from a public source, or one in an example, which plays a decision that was given here.

    Raises NotAllowed for anybody but the program's own loaders.
    """
    if by is not SYSTEM:
        raise NotAllowed(_("Alleen wie voor deze partij mag tekenen kan besluiten."))
    way = Way.ACCOUNT if party.subject.is_example else Way.SOURCE
    return _create_approval(party, data, person=None, way=way, at=at)


def _check_mandate(data: ApprovalData) -> None:
    """Refuse a decision without the body and date of its mandate. Imported decisions may lack them."""
    if not data.mandate_body.strip():
        raise Refused(_("Zeg welk bestuur hierover besloot."), field="mandate_body")
    if data.mandate_on is None:
        raise Refused(_("Zeg op welke dag dat besluit is genomen."), field="mandate_on")
    if data.mandate_on > today():
        raise Refused(_("Deze dag moet nog komen."), field="mandate_on")


def send_approval_link(party: Party, address: str, *, by: Actor) -> DecisionKey:
    """Mail a personal link without a second person: only for the program itself. People ask for one, and somebody
    else confirms (`link_requests.py`). Raises NotAllowed, or Refused as `mail_approval_link` does."""
    if by is not SYSTEM:
        raise NotAllowed(_("Een link om te besluiten sturen doen twee mensen samen."))
    return mail_approval_link(party, address, by=by, confirmed_by=None)


@transaction.atomic
def mail_approval_link(party: Party, address: str, *, by: Actor, confirmed_by: Actor | None) -> DecisionKey:
    """Mail a personal link to the person who decides for a party without an account, and end any earlier link.

    Whoever calls this checked who may. The sender never sees the link: otherwise the office could decide for
    everybody. The party's representatives and the office are told which address it went to.

    Raises Refused when there is nothing to decide, when the address is invalid, or when it belongs to office staff who
    may not sign for the party.
    """
    check_link_recipient(party, address)
    subject = lock_subject(party)
    is_again = bool(party.keys.filter(ended_at=None).update(ended_at=now()))
    moment = now()
    secret = DECISION_LINK.issue(at=moment)
    key = store_record(
        DecisionKey(
            party=party,
            sent_to=address.strip(),
            sent_by_id=by.pk,
            confirmed_by_id=confirmed_by.pk if confirmed_by else None,
            sent_at=moment,
            **secret.fields,
        )
    )
    link = DECISION_LINK.build_url(secret.token, DUTCH)
    context = {"party": party, "about": subject, "link": link, "ends_at": key.ends_at}
    queue_mail(
        to=key.sent_to, template="decide_by_link", context=context, language=DUTCH, once=f"decide by link {key.pk}"
    )
    record_party_act(party, "agenda.link_replaced" if is_again else "agenda.link_sent", by)
    _notify_of_link(key)
    return key


def check_link_recipient(party: Party, address: str) -> None:
    """Raise Refused when nothing is awaited of the party, or when the address is the office's own."""
    _check_not_office(party, address)
    _check_awaited(party, lock_subject(party))


def is_address_of_signatory(party: Party, address: str) -> bool:
    """Whether this is the address of somebody with an account who may sign for the party today."""
    person = User.objects.filter(email=normalise_email(address), is_active=True).first()
    return person is not None and can_sign_for(person, party.organisation, day=today())


def _check_not_office(party: Party, address: str) -> None:
    person = User.objects.filter(email=normalise_email(address)).first()
    works_there = person is not None and (person.is_editor or person.is_moderator or person.is_superuser)
    is_office = works_there or normalise_email(address) == normalise_email(settings.OFFICE_EMAIL)
    if is_office and not (person and can_sign_for(person, party.organisation, day=today())):
        raise Refused(_("Dit adres is van het programmabureau. Stuur de link aan wie voor de partij mag tekenen."))


def _notify_of_link(key: DecisionKey) -> None:
    """Tell all representatives and the office where the link went, so nobody decides behind a party's back."""
    party = key.party
    representations = Representation.objects.for_organisation(party.organisation_id, day=today())
    for address, language in sorted({*representations.recipients(), get_office()}):
        if address != key.sent_to:
            context = {"party": party, "address": mask_address(key.sent_to)}
            queue_mail(to=address, template="decision_link_sent", context=context, language=language)


def find_party_by_link(token: str) -> Party | None:
    """The party this link belongs to; None when the link is forged, expired, replaced or deleted."""
    key = DECISION_LINK.find(token)
    return key.party if key else None


def is_link_used(token: str) -> bool:
    """Whether this link has been used to decide."""
    key = DECISION_LINK.find(token)
    return bool(key and key.used_at)


@transaction.atomic
def submit_approval_by_link(token: str, data: ApprovalData) -> Approval:
    """Record a decision through a personal link, which works once, and notify the party's representatives. Raises
    Refused when the link no longer works."""
    key = DECISION_LINK.find(token)
    if key is None:
        raise Refused(_("Deze link werkt niet meer. Vraag het programmabureau om een nieuwe."))
    _check_mandate(data)
    approval = _create_approval(key.party, data, person=None, way=Way.LINK)
    if not DecisionKey.objects.filter(pk=key.pk, used_at=None).update(used_at=approval.decided_at):
        raise Refused(_("Met deze link is al besloten. Vraag het programmabureau om een nieuwe."))
    _notify_representatives(approval)
    return approval


def _notify_representatives(approval: Approval) -> None:
    party = approval.party
    rows = Representation.objects.for_organisation(party.organisation_id, day=today()).reachable()
    context = {
        "party": party,
        "is_by_link": approval.way == Way.LINK,
        "decision": approval.get_decision_display(),
        "signed_by": approval.signed_by,
        "page": get_own_approval_url(party),
    }
    for row in rows.exclude(user=approval.person_id):
        queue_mail(
            to=row.user.email,
            template="decided_by_link",
            context=context,
            language=row.user.language,
            once=f"decided by link {approval.pk} {row.user_id}",
        )


@transaction.atomic
def _create_approval(
    party: Party, data: ApprovalData, *, person: User | None, way: Way, at: dt.datetime | None = None
) -> Approval:
    _check_awaited(party, lock_subject(party))
    if data.decision not in Decision.values:
        raise Refused(_("Kies een besluit."), field="decision")
    if data.decision != Decision.APPROVED and not data.words.strip():
        raise Refused(_("Schrijf uw voorbehoud of reden op."), field="words")
    approval = store_record(
        Approval(
            party=party,
            decision=data.decision,
            words=data.words.strip(),
            signed_by=data.signed_by,
            person=person,
            way=way,
            mandate_body=data.mandate_body,
            mandate_on=data.mandate_on,
            mandate_url=data.mandate_url,
            decided_at=at or now(),
        )
    )
    _announce_approval(approval, str(approval.get_decision_display()), at=approval.decided_at)
    record_party_act(party, "agenda.party_decided", person, decision=approval.decision, way=str(way.value))
    return approval


def check_signatories(subject: Subject) -> None:
    """Refuse to ask parties without any, or with a quorum that they cannot reach."""
    signatories = Party.objects.of(subject).signing().count()
    if not signatories:
        raise Refused(_("Noem eerst de partijen die ondertekenen."))
    if subject.quorum is not None and not 0 < subject.quorum <= signatories:
        sentence = ngettext(
            "Er ondertekent %(n)s partij: die moet akkoord zijn. Zet het quorum op één, of laat het leeg.",
            "Er ondertekenen %(n)s partijen: zoveel of minder moeten akkoord zijn, en minstens één.",
            signatories,
        )
        raise Refused(sentence % {"n": signatories})


def check_agreed(subject: Subject) -> None:
    """Refuse to adopt what not enough signatories agree to."""
    parties = Party.objects.of(subject)
    decisions = Approval.objects.standing().filter(party__in=parties.order_by()).values_list("decision", flat=True)
    if not is_agreed(decisions, signatories=parties.signing().count(), quorum=subject.quorum):
        raise Refused(_("Nog niet genoeg partijen zijn akkoord."))


def lock_subject(party: Party) -> Subject:
    """Reload and lock the edition or strategy that the party decides on, until the transaction ends."""
    subject = party.subject
    locked: Subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    return locked


def _check_awaited(party: Party, subject: Subject) -> None:
    if not subject.awaits_approvals:
        raise Refused(_("Hierover kan nu niet worden besloten."))
    if not party.is_signatory:
        raise Refused(_("Deze partij ondertekent niet."))
    if party.approvals.standing().exists():
        raise Refused(_("Deze partij heeft al besloten. Neem dat besluit eerst terug."))


def withdraw_approval(approval: Approval, *, by: Actor, reason: str) -> Approval:
    """Withdraw a party's decision until what it is about is adopted; the record stays, with the reason.

    Raises NotAllowed, or Refused.
    """
    if not can_sign_for(by, approval.party.organisation, day=today()):
        raise NotAllowed(_("Alleen wie voor deze partij mag tekenen kan het besluit terugnemen."))
    return _withdraw_approval(approval, reason, by=by)


def withdraw_approval_by_link(token: str, *, reason: str) -> Approval:
    """Withdraw a decision that was taken through this link. Raises Refused."""
    key = DECISION_LINK.find(token)
    approval = key.party.approvals.standing().filter(way=Way.LINK).first() if key and key.used_at else None
    if approval is None:
        raise Refused(_("Met deze link is geen besluit terug te nemen. Vraag het programmabureau."))
    return _withdraw_approval(approval, reason, by=None)


@transaction.atomic
def _withdraw_approval(approval: Approval, reason: str, *, by: Actor | None) -> Approval:
    if not lock_subject(approval.party).awaits_approvals:
        raise Refused(_("Hierover kan nu niet worden besloten."))
    if not reason.strip():
        raise Refused(_("Geef een reden: die staat bij het besluit."), field="reason")
    approval = Approval.objects.select_for_update().get(pk=approval.pk)
    if approval.withdrawn_at is None:
        approval.withdrawn_at, approval.withdrawn_reason = now(), reason.strip()
        store_record(approval)
        _announce_approval(approval, _("besluit teruggenomen"), at=now())
        record_party_act(approval.party, "agenda.decision_taken_back", by)
    return approval


def record_party_act(party: Party, act: str, by: Actor | None, **data: str) -> None:
    """Write an act about a party in the history of what it decides on."""
    record_act(party.subject, act, by=by, party=party.organisation.name, **data)


def _announce_approval(approval: Approval, note: str, *, at: dt.datetime) -> None:
    subject = approval.party.subject
    behalf_of = approval.party.organisation.name
    announce_change(
        subject,
        "changed",
        title=subject.title,
        title_en=subject.title_en,
        note=f"{behalf_of}: {note}",
        behalf_of=behalf_of,
        at=at,
    )
