"""What a party decides on an edition of the agenda, and taking that back: by account or by secret link."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.agenda.flows import approvals
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.models import Edition, Party
from stedennet.agenda.rules.editions import Status
from stedennet.core.clock import today
from stedennet.core.errors import DomainError
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page
from stedennet.network.access import can_sign_for, is_representative, organisations_of

from ..cards import agenda as agenda_cards
from ..cards import network as network_cards
from ..forms.approvals import ApprovalForm, WithdrawApprovalForm
from ..second_factor import ask_fresh_proof
from ..secret_pages import keep_address_secret


def list_open_approvals(user: Any) -> list[dict[str, Any]]:
    """The editions on which an organisation that `user` represents decides now, each with what it decided."""
    organisations = organisations_of(user, day=today())
    rows = Party.objects.filter(
        edition__status=Status.APPROVAL, is_signatory=True, organisation__in=list(organisations)
    )
    return [
        {
            "title": one.edition.name,
            "number": one.edition.number,
            "organisation": one.organisation.name,
            "decision": agenda_cards.build_party_card(one)["decision"],
            "url": reverse("own_decision", args=[one.edition.number, one.organisation.slug]),
        }
        for one in rows.select_related("edition", "organisation").prefetch_related("approvals")
    ]


@never_cache
@login_required
def record_approval_by_account(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Who represents a party decides for it, or takes its decision back."""
    rows = Party.objects.filter(edition__in=Edition.objects.public()).select_related("edition", "organisation")
    party = get_object_or_404(rows, edition__number=number, organisation__slug=slug)
    if not is_representative(request.user, party.organisation, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)

    may_sign = can_sign_for(request.user, party.organisation, day=today())
    if may_sign and (way := ask_fresh_proof(request, factor=True)):
        return way

    def take_back(reason: str) -> None:
        standing = party.approvals.standing().first()
        if standing is not None:
            approvals.withdraw_approval(standing, by=request.user, reason=reason)

    return _handle_approval(
        request,
        party,
        lambda verdict: approvals.submit_approval(party, verdict, by=request.user),
        take_back,
        may_sign=may_sign,
    )


# As for the links of intake: without a referrer the browser's “Origin: null” would fail Django's check, and who can
# forge this request has the secret already.
@csrf_exempt
@never_cache
@keep_address_secret
def record_approval_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A party without an account decides by the secret link that was mailed to it, or takes that decision back."""
    party = approvals.find_party_by_link(token)
    if party is None:
        raise Http404
    return _handle_approval(
        request,
        party,
        lambda verdict: approvals.submit_approval_by_link(token, verdict),
        lambda reason: approvals.withdraw_approval_by_link(token, reason=reason),
        is_used=approvals.is_link_used(token),
    )


def _handle_approval(
    request: HttpRequest,
    party: Party,
    decide: Callable[[ApprovalData], object],
    take_back: Callable[[str], object],
    *,
    is_used: bool = False,
    may_sign: bool = True,
) -> HttpResponse:
    takes_back = request.POST.get("wat") == "terug"
    form = ApprovalForm(request.POST if request.method == "POST" and not takes_back else None)
    back = WithdrawApprovalForm(request.POST if takes_back else None)
    sent: ApprovalForm | WithdrawApprovalForm = back if takes_back else form
    if sent.is_valid():
        try:
            if isinstance(sent, WithdrawApprovalForm):
                take_back(sent.cleaned_data["reason"])
                messages.success(request, _("Uw besluit is teruggenomen."))
            else:
                decide(sent.verdict)
            return redirect(request.path)
        except DomainError as error:
            sent.add_error(error.field if error.field in sent.fields else None, error.message)
    standing = party.approvals.standing().first()
    context = {
        "edition": agenda_cards.build_edition_card(party.edition),
        "organisation": network_cards.build_organisation_card(party.organisation),
        "decision": agenda_cards.build_approval_card(standing) if standing else None,
        "is_open": party.edition.status == Status.APPROVAL and party.is_signatory,
        "is_used": is_used,
        "may_sign": may_sign or sent.is_bound,
        "form": form,
        "back": back,
    }
    return render(request, "site/agenda/decide.html", context, status=422 if sent.errors else 200)
