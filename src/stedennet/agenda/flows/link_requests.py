"""Requests to mail a party's personal link: one person asks, a second one confirms, and only then it is mailed.

The two are the programme office and a representative of the party, or two administrators, as for the right to sign:
whoever holds the link decides for the party. An address of somebody who may sign already needs no second person.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User, normalise_email
from stedennet.core.access import SYSTEM, Actor, person_of
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record
from stedennet.network.flows.representations import find_authority
from stedennet.network.links import get_own_representation_url
from stedennet.network.models import Representation
from stedennet.network.rules.representations import may_grant_together
from stedennet.outbox.flows import queue_mail

from ..access import can_edit_agenda
from ..links import get_steps_url
from ..models import DecisionKey, LinkRequest, Party
from .approvals import check_link_recipient, is_address_of_signatory, mail_approval_link, record_party_act


@transaction.atomic
def request_approval_link(party: Party, address: str, *, by: Actor) -> LinkRequest | DecisionKey:
    """Ask that a party's link goes to this address; it is mailed at once if its owner may sign for the party anyway.

    A new request takes the place of one that waits. Raises NotAllowed, or Refused when there is nothing to decide,
    when the address is invalid or the office's, or when nobody could confirm.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen het programmabureau vraagt om zo'n link."))
    if is_address_of_signatory(party, address):
        return mail_approval_link(party, address, by=by, confirmed_by=None)
    check_link_recipient(party, address)
    LinkRequest.objects.filter(party=party).delete()
    request = store_record(LinkRequest(party=party, address=address.strip(), asked_by=person_of(by), asked_at=now()))
    confirmers = _list_confirmers(request)
    if not confirmers:
        raise Refused(
            _("Voor deze partij spreekt nog niemand. Laat een beheerder dit vragen; een tweede beheerder bevestigt.")
        )
    record_party_act(party, "agenda.link_asked", by)
    _mail_requests(request, confirmers)
    return request


def can_confirm_link(request: LinkRequest, by: Actor) -> bool:
    """Whether `by` is the second person that this needs; the requester must still have the authority to ask."""
    organisation = request.party.organisation
    receiver = User.objects.filter(email=normalise_email(request.address)).first()
    first, second = (find_authority(actor, organisation) for actor in (request.asked_by, by))
    return may_grant_together(first, second, receiver.pk if receiver else 0)


@transaction.atomic
def confirm_link(request: LinkRequest, *, by: Actor) -> DecisionKey:
    """Confirm as the second person: the link is mailed now. Raises NotAllowed, or Refused."""
    request = _lock_request(request)
    if not can_confirm_link(request, by):
        raise NotAllowed(
            _("Iemand anders moet dit bevestigen: het bureau of een vertegenwoordiger, of twee beheerders.")
        )
    request.delete()
    return mail_approval_link(request.party, request.address, by=request.asked_by, confirmed_by=by)


def can_refuse_link(request: LinkRequest, by: Actor) -> bool:
    """Whether `by` may refuse: the office and every representative of the party."""
    authority = find_authority(by, request.party.organisation)
    return authority.is_office or authority.represents


@transaction.atomic
def refuse_link(request: LinkRequest, *, by: Actor) -> None:
    """Refuse and delete a waiting request; the history of what it is about keeps it. Raises NotAllowed, or Refused."""
    request = _lock_request(request)
    if not can_refuse_link(request, by):
        raise NotAllowed(_("U kunt dit niet afwijzen."))
    record_party_act(request.party, "agenda.link_refused", by)
    request.delete()


@transaction.atomic
def resend_approval_link(key: DecisionKey, by: Actor) -> DecisionKey | LinkRequest:
    """Mail a new link to the address that two people chose; for an address that one person chose, ask anew.

    The former link ends. Raises NotAllowed, or Refused.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen het programmabureau vraagt om zo'n link."))
    if key.confirmed_by is not None or key.sent_by is None:
        return mail_approval_link(key.party, key.sent_to, by=key.sent_by or SYSTEM, confirmed_by=key.confirmed_by)
    DecisionKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=now())
    return request_approval_link(key.party, key.sent_to, by=by)


def _lock_request(request: LinkRequest) -> LinkRequest:
    waiting = LinkRequest.objects.select_for_update().filter(pk=request.pk).first()
    if waiting is None:
        raise Refused(_("Dit is intussen al bevestigd of afgewezen."))
    return waiting


def _list_confirmers(request: LinkRequest) -> list[User]:
    """Everybody who may confirm: representatives of the party, and other administrators."""
    representations = Representation.objects.for_organisation(request.party.organisation_id, day=today())
    keys = representations.values_list("user_id", flat=True)
    people = User.objects.filter(is_active=True)
    candidates = people.filter(pk__in=list(keys)) | people.filter(is_superuser=True)
    return [person for person in candidates.order_by("pk") if can_confirm_link(request, person)]


def _mail_requests(request: LinkRequest, confirmers: list[User]) -> None:
    party = request.party
    for person in confirmers:
        represents = find_authority(person, party.organisation).represents
        page = get_own_representation_url(party.organisation.slug, person.language)
        context = {
            "party": party,
            "address": request.address,
            "asked_by": str(request.asked_by),
            "link": page if represents else get_steps_url(party),
        }
        queue_mail(to=person.email, template="decision_link_asked", context=context, language=person.language)
