"""Decisions of parties on an edition or a strategy, and their withdrawal: signed in, or by secret link."""

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
from stedennet.agenda.models import Edition, Party, Subject
from stedennet.agenda.querysets.editions import is_public
from stedennet.agenda.querysets.strategies import is_public_strategy
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
    """What now awaits approval by an organisation that `user` represents, each with its decision so far."""
    organisations = organisations_of(user, day=today())
    rows = Party.objects.asked_now().filter(organisation__in=list(organisations))
    return [
        {
            "title": party.subject.in_words,
            "organisation": party.organisation.name,
            "decision": agenda_cards.build_party_card(party)["decision"],
            "url": _get_own_url(party),
        }
        for party in rows.prefetch_related("approvals")
    ]


def _get_own_url(party: Party) -> str:
    subject, slug = party.subject, party.organisation.slug
    if isinstance(subject, Edition):
        return reverse("own_decision", args=[subject.number, slug])
    return reverse("own_strategy_decision", args=[subject.slug, slug])


@never_cache
@login_required
def record_approval_by_account(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Let a representative decide on an edition for a party or withdraw its decision."""
    rows = Party.objects.filter(is_public("edition__")).with_subject()
    party = get_object_or_404(rows, edition__number=number, organisation__slug=slug)
    return _record_by_account(request, party)


@never_cache
@login_required
def record_strategy_approval_by_account(request: HttpRequest, strategy: str, slug: str) -> HttpResponse:
    """Let a representative decide on a version of a strategy for a party or withdraw its decision."""
    rows = Party.objects.filter(is_public_strategy("strategy__")).with_subject()
    party = get_object_or_404(rows, strategy__slug=strategy, organisation__slug=slug)
    return _record_by_account(request, party)


def _record_by_account(request: HttpRequest, party: Party) -> HttpResponse:
    """Decide or withdraw for this party, with a fresh proof of the second factor."""
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
        "subject": _build_subject(party.subject),
        "organisation": network_cards.build_organisation_card(party.organisation),
        "decision": agenda_cards.build_approval_card(standing) if standing else None,
        "is_open": party.subject.awaits_approvals and party.is_signatory,
        "is_used": is_used,
        "may_sign": may_sign or sent_form.is_bound,
        "form": form,
        "back": withdraw_form,
    }
    return render(request, "site/agenda/decide.html", context, status=422 if sent_form.errors else 200)


def _build_subject(subject: Subject) -> dict[str, object]:
    """What is decided on, with the address of its page."""
    if isinstance(subject, Edition):
        return {"in_words": subject.in_words, "title": subject.name, "url": reverse("edition", args=[subject.number])}
    return {"in_words": subject.in_words, "title": subject.name, "url": reverse("strategy", args=[subject.slug])}
