"""The administrators' page for whoever lost a second factor: asking, and confirming what another asked."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.access import Actor
from stedennet.core.errors import DomainError, NotAllowed

from . import factor_resets
from .admin_views import administrators_only
from .models import FactorReset, User, normalise_email


class AskResetForm(forms.Form):
    """Whose factors, and how the administrator knows that it is really this person."""

    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"), error_messages={"required": gettext_lazy("Vul een e-mailadres in.")}
    )
    reason = forms.CharField(
        label=gettext_lazy("Hoe weet u dat deze persoon het echt is?"),
        help_text=gettext_lazy("Bijvoorbeeld: gebeld op een nummer dat wij al hadden. Een mail is niet genoeg."),
        max_length=500,
        error_messages={"required": gettext_lazy("Schrijf op hoe u weet dat deze persoon het echt is.")},
    )

    def clean_email(self) -> User:
        """The account with this address."""
        user = User.objects.filter(email=normalise_email(self.cleaned_data["email"])).first()
        if user is None:
            raise forms.ValidationError(_("Met dit adres is hier geen account."))
        return user


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def manage_factor_resets(request: HttpRequest) -> HttpResponse:
    """The page; POST asks."""
    form = AskResetForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _ask_reset(request, form):
        return redirect("factor_resets:list")
    title = _("Tweede factor kwijt")
    context = {
        "form": form,
        "waiting": _list_waiting_resets(request.user),
        "header_title": title,
        "header_icon": "key",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "accounts/factor_resets.html", context, status=422 if form.errors else 200)


def _ask_reset(request: HttpRequest, form: AskResetForm) -> bool:
    by: Actor = request.user
    try:
        factor_resets.ask_factor_reset(form.cleaned_data["email"], reason=form.cleaned_data["reason"], by=by)
    except DomainError as error:
        form.add_error("reason" if error.field == "reason" else "email", error.message)
        return False
    messages.success(request, _("Gevraagd. Een andere beheerder moet dit bevestigen."))
    return True


def _list_waiting_resets(by: Actor) -> list[dict[str, Any]]:
    return [
        {
            "pk": asked.pk,
            "person": str(asked.user),
            "email": asked.user.email,
            "reason": asked.reason,
            "asked_by": str(asked.asked_by or ""),
            "asked_at": asked.asked_at,
            "may_confirm": factor_resets.can_confirm_factor_reset(asked, by),
        }
        for asked in factor_resets.list_waiting_resets()
    ]


@administrators_only
@require_POST
def answer_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse what another administrator asked."""
    asked, by = get_object_or_404(FactorReset, pk=pk, granted_at=None), request.user

    def confirm() -> str:
        factor_resets.confirm_factor_reset(asked, by=by)
        return _("De tweede factor is weggehaald. De persoon stelt bij het inloggen een nieuwe in.")

    def refuse() -> str:
        factor_resets.refuse_factor_reset(asked, by=by)
        return _("Afgewezen. Er verandert niets.")

    return _run_and_redirect(request, confirm if request.POST.get("wat") == "bevestig" else refuse)


def _run_and_redirect(request: HttpRequest, work: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, work())
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("factor_resets:list")
