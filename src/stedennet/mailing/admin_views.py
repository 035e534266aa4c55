"""Admin pages for mailings: their status, and lifting many suppressions at once."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.clock import now
from stedennet.core.refusals import attempt

from .flows import holds, suppressions
from .forms import LiftSuppressionsForm
from .models import Hold

MAX_SHOWN = 20


@require_admin_access
@require_http_methods(["GET", "POST"])
def show_status(request: HttpRequest) -> HttpResponse:
    """Show whether mailings are on hold, why, and recent refusals; POST releases the hold."""
    if not suppressions.can_see_suppressions(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _release_hold(request)
    hold = holds.get_active_hold()
    context = {
        "hold": hold,
        "may_release": holds.can_release_hold(request.user),
        "refusals": holds.find_recent_refusals(hold.at if hold else now())[:MAX_SHOWN],
        "earlier": Hold.objects.filter(in_force=False)[:MAX_SHOWN],
        **_build_header(_("Status van de mailings")),
    }
    return render(request, "mailings/status.html", context)


def _release_hold(request: HttpRequest) -> HttpResponse:
    with attempt(can_forbid=True) as tried:
        holds.release_hold(by=request.user)
        messages.success(request, _("De mailings gaan verder waar ze waren."))
    if tried.error:
        messages.error(request, tried.message)
    return redirect("mailings:status")


@require_admin_access
@require_http_methods(["GET", "POST"])
def lift_suppressions(request: HttpRequest) -> HttpResponse:
    """Lift many suppressions at once: first show how many and which, then ask for confirmation."""
    if not suppressions.can_lift_suppressions(request.user):
        raise PermissionDenied
    form = LiftSuppressionsForm(request.POST or None)
    selected = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "lift":
            return _lift_selected(request, form)
        selected = suppressions.select_suppressions(form.selection())
    context = {
        "form": form,
        "number": selected.count() if selected is not None else None,
        "first": selected[:MAX_SHOWN] if selected is not None else [],
        **_build_header(_("Adressen samen opheffen")),
    }
    return render(request, "mailings/lift.html", context, status=422 if form.errors else 200)


def _lift_selected(request: HttpRequest, form: LiftSuppressionsForm) -> HttpResponse:
    reason = form.cleaned_data["lifted_reason"]
    number = suppressions.lift_selected_suppressions(form.selection(), reason=reason, by=request.user)
    sentence = ngettext("%(number)d adres krijgt weer mail.", "%(number)d adressen krijgen weer mail.", number)
    messages.success(request, sentence % {"number": number})
    return redirect(reverse("suppression:index"))


def _build_header(title: str) -> dict[str, object]:
    return {
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
