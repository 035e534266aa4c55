"""The parties to an edition or a strategy on the office's page of steps: their decisions and personal links."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from stedennet.core.access import Actor
from stedennet.core.refusals import attempt
from stedennet.sections.page import SectionedPage

from .flows import link_requests
from .models import DecisionKey, LinkRequest, Party, Subject
from .rules.editions import AGREEING, count_needed_approvals
from .step_forms import AddressForm

LINK, CONFIRM_LINK, REFUSE_LINK = "link-", "bevestig-link-", "wijs-link-af-"
"""Names of buttons: a party's link is asked, confirmed or refused; followed by its key."""


def find_pressed_party(page: SectionedPage, subject: Subject) -> Party | None:
    """The party whose link button was pressed."""
    act = next((act for act in (LINK, CONFIRM_LINK, REFUSE_LINK) if page.pressed.startswith(act)), "")
    key = page.pressed.removeprefix(act)
    is_key = bool(act) and key.isascii() and key.isdecimal() and len(key) < 18
    return Party.objects.of(subject).with_subject().filter(pk=key).first() if is_key else None


def answer_link(request: HttpRequest, page: SectionedPage, party: Party) -> str:
    """Ask for a party's link, or confirm or refuse what was asked. Returns the error message, or an empty string."""
    with attempt() as tried:
        if page.pressed.startswith(LINK):
            messages.success(request, _request_link(request, page, party))
        else:
            messages.success(request, _decide_on_link(request, page, party))
    return tried.message


def _request_link(request: HttpRequest, page: SectionedPage, party: Party) -> str:
    form = page.forms.get(page.pressed)
    address = form.cleaned_data.get("address", "") if form and form.is_valid() else ""
    asked = link_requests.request_approval_link(party, address, by=request.user)
    if isinstance(asked, DecisionKey):
        return _("De link is gemaild naar %(address)s.") % {"address": asked.sent_to}
    return _("Gevraagd. De link gaat naar %(address)s zodra iemand anders dit bevestigt.") % {"address": asked.address}


def _decide_on_link(request: HttpRequest, page: SectionedPage, party: Party) -> str:
    asked = LinkRequest.objects.filter(party=party).first() or LinkRequest(party=party)
    if page.pressed.startswith(REFUSE_LINK):
        link_requests.refuse_link(asked, by=request.user)
        return _("De link is niet gemaild.")
    key = link_requests.confirm_link(asked, by=request.user)
    return _("De link is gemaild naar %(address)s.") % {"address": key.sent_to}


def count_approvals(subject: Subject, parties: Sequence[Party]) -> dict[str, object]:
    """How many signatories have decided, how many agree, and how many have to."""
    signatories = [party for party in parties if party.is_signatory]
    rows = [approval for party in signatories for approval in party.approvals.all()]
    approvals = [approval for approval in rows if approval.withdrawn_at is None]
    return {
        "signatories": len(signatories),
        "decided": len(approvals),
        "agree": sum(approval.decision in AGREEING for approval in approvals),
        "needed": count_needed_approvals(signatories=len(signatories), quorum=subject.quorum),
        "has_quorum": subject.quorum is not None,
    }


def build_party_row(party: Party, subject: Subject, page: SectionedPage, by: Actor) -> dict[str, object]:
    """A party with its decision, the mails it got, and the buttons for its personal link."""
    approval = next((approval for approval in party.approvals.all() if approval.withdrawn_at is None), None)
    awaits = subject.awaits_approvals and party.is_signatory and approval is None
    asked = LinkRequest.objects.filter(party=party).select_related("asked_by").first() if awaits else None
    return {
        "pk": party.pk,
        "name": party.organisation.name,
        "is_signatory": party.is_signatory,
        "decision": approval,
        "awaits": awaits,
        "section": f"{LINK}{party.pk}",
        "form": page.add(f"{LINK}{party.pk}", AddressForm, party=party.organisation.name) if awaits else None,
        "key": party.keys.filter(ended_at=None).first(),
        "asked": asked,
        "may_confirm": asked is not None and link_requests.can_confirm_link(asked, by),
        "requests": [
            {
                "step": request.get_step_display(),
                "at": request.at,
                "audience": request.get_audience_display(),
                "readers": request.readers,
            }
            for request in party.signing_requests.all()
        ],
    }
