"""The office's page at /beheer/persoonlijke-links/: the links of an address, with a button to end each."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.refusals import EDITOR_ROLE, attempt, refuse_office_page

from .flows import can_replace_links, list_links, replace_link


class AddressForm(forms.Form):
    """The address to look up."""

    adres = forms.EmailField(label=gettext_lazy("E-mailadres"), required=False)


@require_admin_access
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_links(request: HttpRequest) -> HttpResponse:
    """List the links of an address without showing them, and end one on POST."""
    if not can_replace_links(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    if request.method == "POST":
        _replace_posted_link(request)
        return redirect(reverse("personal_links:list"))
    form = AddressForm(request.GET)
    address = form.cleaned_data["adres"] if form.is_valid() else ""
    title = _("Persoonlijke links")
    context = {
        "form": form,
        "address": address,
        "rows": _build_rows(address) if address else [],
        "header_title": title,
        "header_icon": "link",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "personal_links/list.html", context)


def _build_rows(address: str) -> list[dict[str, str | Promise]]:
    return [
        {"kind": link.purpose, "value": key, "label": link.label, "title": holder.title}
        for link, key, holder in list_links(address)
    ]


def _replace_posted_link(request: HttpRequest) -> None:
    with attempt() as tried:
        replace_link(request.POST.get("kind", ""), request.POST.get("value", ""), by=request.user)
        messages.success(request, _("De link werkt niet meer. De nieuwe is gemaild."))
        return
    messages.error(request, tried.message)
