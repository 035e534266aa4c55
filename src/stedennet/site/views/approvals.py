"""Decisions of parties on an edition of the agenda, and their withdrawal: signed in, or by secret link."""

from collections.abc import Callable

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
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.refusals import REPRESENTATIVE_ROLE, attempt, refuse_page
from stedennet.network.access import can_sign_for, is_representative, organisations_of

from ..cards import agenda as agenda_cards
from ..cards import network as network_cards
from ..forms.approvals import ApprovalForm, WithdrawApprovalForm
from ..second_factor import ask_fresh_proof
from ..secret_pages import keep_address_secret


def list_open_approvals(user: Actor) -> list[dict[str, object]]:
    """The editions now awaiting approval by an organisation that `user` represents, each with its decision so far."""
    organisations = organisations_of(user, day=today())
    rows = Party.objects.filter(
        edition__status=Status.APPROVAL, is_signatory=True, organisation__in=list(organisations)
    )
    return [
        {
            "title": party.edition.name,
            "number": party.edition.number,
            "organisation": party.organisation.name,
            "decision": agenda_cards.build_party_card(party)["decision"],
            "url": reverse("own_decision", args=[party.edition.number, party.organisation.slug]),
        }
        for party in rows.select_related("edition", "organisation").prefetch_related("approvals")
    ]


@never_cache
@login_required
def record_approval_by_account(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Let a representative decide for a party or withdraw its decision, with a fresh proof of their second factor."""
    rows = Party.objects.filter(edition__in=Edition.objects.public()).select_related("edition", "organisation")
    party = get_object_or_404(rows, edition__number=number, organisation__slug=slug)
    if not is_representative(request.user, party.organisation, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)

    may_sign = can_sign_for(request.user, party.organisation, day=today())
    if may_sign and (proof_page := ask_fresh_proof(request, factor=True)):
        return proof_page

    def withdraw(reason: str) -> None:
        standing = party.approvals.standing().first()
        if standing is not None:
            approvals.withdraw_approval(standing, by=request.user, reason=reason)

    return _handle_approval(
        request,
        party,
        lambda verdict: approvals.submit_approval(party, verdict, by=request.user),
        withdraw,
        may_sign=may_sign,
    )


# As for the links of intake: without a referrer the browser's “Origin: null” would fail Django's check, and anyone
# able to forge this request already has the secret.
@csrf_exempt
@never_cache
@keep_address_secret
def record_approval_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let a party without an account decide, or withdraw its decision, by the secret link that it was mailed."""
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
    withdraw: Callable[[str], object],
    *,
    is_used: bool = False,
    may_sign: bool = True,
) -> HttpResponse:
    is_withdrawal = request.POST.get("wat") == "terug"
    form = ApprovalForm(request.POST if request.method == "POST" and not is_withdrawal else None)
    withdraw_form = WithdrawApprovalForm(request.POST if is_withdrawal else None)
    sent_form: ApprovalForm | WithdrawApprovalForm = withdraw_form if is_withdrawal else form
    if sent_form.is_valid():
        with attempt(sent_form):
            if isinstance(sent_form, WithdrawApprovalForm):
                withdraw(sent_form.cleaned_data["reason"])
                messages.success(request, _("Uw besluit is teruggenomen."))
            else:
                decide(sent_form.verdict)
            return redirect(request.path)
    standing = party.approvals.standing().first()
    context = {
        "edition": agenda_cards.build_edition_card(party.edition),
        "organisation": network_cards.build_organisation_card(party.organisation),
        "decision": agenda_cards.build_approval_card(standing) if standing else None,
        "is_open": party.edition.status == Status.APPROVAL and party.is_signatory,
        "is_used": is_used,
        "may_sign": may_sign or sent_form.is_bound,
        "form": form,
        "back": withdraw_form,
    }
    return render(request, "site/agenda/decide.html", context, status=422 if sent_form.errors else 200)
