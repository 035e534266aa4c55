"""The programme office's page of representations that a second person must confirm or refuse."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access

from stedennet.accounts.second_person import do_and_return, is_confirmation, page_frame, waiting_row
from stedennet.core.access import Actor
from stedennet.sections.page import SectionedPage

from .access import can_edit_network
from .flows import representations
from .models import Representation


@require_admin_access
@require_safe
def list_waiting_representations(request: HttpRequest) -> HttpResponse:
    """List the requested representations that are not confirmed yet, oldest first."""
    if not can_edit_network(request.user):
        raise PermissionDenied
    rows = Representation.objects.waiting().select_related("user", "organisation", "asked_by")
    context = {
        "rows": [_build_row(representation, request.user) for representation in rows],
        **page_frame(_("Vertegenwoordigers bevestigen"), "user"),
    }
    return render(request, "network/representations.html", context)


def _build_row(representation: Representation, by: Actor) -> dict[str, object]:
    may_sign = _("mag tekenen") if representation.may_sign else ""
    return waiting_row(
        representation,
        about=[representation.organisation.name, representation.office, may_sign],
        judge_url=reverse("representations:judge", args=[representation.pk]),
        may_confirm=representations.can_confirm_representation(representation, by),
    )


@require_admin_access
@require_POST
def decide_representation(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse one representation."""
    if not can_edit_network(request.user):
        raise PermissionDenied
    representation = get_object_or_404(Representation, pk=pk)

    def judge_representation() -> str:
        if is_confirmation(request):
            representations.confirm_representation(representation, by=request.user)
            return _("De vertegenwoordiging geldt vanaf nu.")
        representations.refuse_representation(representation, by=request.user)
        return _("De vertegenwoordiging is niet gegeven.")

    return do_and_return(request, SectionedPage(request), judge_representation, reverse("representations:list"))
