"""The office's page for an edition: its steps, who decided, and the secret links for parties without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.errors import DomainError

from .access import can_step
from .flows import approvals, editions
from .links import decide_address
from .models import Edition
from .rules.editions import Status, Step, steps_from


@require_admin_access
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be done with the edition now; POST does it."""
    edition = get_object_or_404(Edition.objects.with_parties(), pk=pk)
    if not can_step(request.user, edition):
        return HttpResponse(status=403)
    error = ""
    if request.method == "POST":
        error = _take(request, edition)
        if not error:
            return redirect("agenda:steps", pk=pk)
        edition = Edition.objects.with_parties().get(pk=pk)
    title = f"{_('Editie')} {edition.number}: {edition.title}"
    context = {
        "edition": edition,
        "steps": [{"value": one.value, "label": one.label} for one in steps_from(edition.status)],
        "needs_reason": Step.WITHDRAW.value,
        "reason": request.POST.get("reason", ""),
        "error": error,
        "parties": [_party(request, one, edition) for one in edition.parties.all()],
        "header_title": title,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "agenda/steps.html", context, status=422 if error else 200)


def _take(request: HttpRequest, edition: Edition) -> str:
    step = request.POST.get("step", "")
    if step not in Step.values:
        return _("Kies wat u met de editie wilt doen.")
    try:
        editions.take(edition, Step(step), by=request.user, reason=request.POST.get("reason", ""))
    except DomainError as error:
        return error.message
    messages.success(request, _("Gedaan: %(step)s.") % {"step": Step(step).label})
    return ""


def _party(request: HttpRequest, party: Any, edition: Edition) -> dict[str, Any]:
    decision = next((one for one in party.approvals.all() if one.withdrawn_at is None), None)
    awaits = edition.status == Status.APPROVAL and party.is_signatory and decision is None
    return {
        "name": party.organisation.name,
        "is_signatory": party.is_signatory,
        "decision": decision,
        "link": decide_address(approvals.link_of(party, by=request.user)) if awaits else "",
    }


@require_admin_access
def open_next(request: HttpRequest) -> HttpResponse:
    """Make the next draft, with what the newest edition says; POST only."""
    if request.method == "POST":
        try:
            draft = editions.open_draft(by=request.user)
            return redirect("agenda:steps", pk=draft.pk)
        except DomainError as error:
            messages.error(request, error.message)
    return redirect(reverse("edition:index"))
