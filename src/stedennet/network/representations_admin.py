"""The office's page of representations that wait for a second person, to confirm or refuse them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.access import Actor
from stedennet.core.errors import DomainError, NotAllowed

from .access import can_edit_network
from .flows import representations
from .models import Representation


@require_admin_access
@require_safe
def list_waiting_representations(request: HttpRequest) -> HttpResponse:
    """What was asked and not yet confirmed, the oldest first."""
    if not can_edit_network(request.user):
        raise PermissionDenied
    title = _("Vertegenwoordigers bevestigen")
    rows = Representation.objects.waiting().select_related("user", "organisation", "asked_by")
    context = {
        "rows": [_build_row(one, request.user) for one in rows],
        "header_title": title,
        "header_icon": "user",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "network/representations.html", context)


def _build_row(representation: Representation, by: Actor) -> dict[str, Any]:
    return {
        "pk": representation.pk,
        "person": str(representation.user),
        "email": representation.user.email,
        "organisation": representation.organisation.name,
        "office": representation.office,
        "may_sign": representation.may_sign,
        "asked_by": str(representation.asked_by or ""),
        "asked_at": representation.asked_at,
        "may_confirm": representations.can_confirm_representation(representation, by),
    }


@require_admin_access
@require_POST
def decide_representation(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse one."""
    if not can_edit_network(request.user):
        raise PermissionDenied
    representation = get_object_or_404(Representation, pk=pk)
    try:
        if request.POST.get("wat") == "bevestig":
            representations.confirm_representation(representation, by=request.user)
            messages.success(request, _("De vertegenwoordiging geldt vanaf nu."))
        else:
            representations.refuse_representation(representation, by=request.user)
            messages.success(request, _("De vertegenwoordiging is niet gegeven."))
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("representations:list")
