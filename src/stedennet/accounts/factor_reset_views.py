"""The administrators' page for resetting lost second factors: requesting a reset, and answering a request."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from stedennet.core.access import Actor
from stedennet.core.refusals import attempt
from stedennet.sections.page import SectionedPage

from . import factor_resets
from .admin_views import ASK, administrators_only
from .models import FactorReset, User, normalise_email
from .second_person import do_and_return, is_confirmation, page_frame, waiting_row


class AskResetForm(forms.Form):
    """The account, and how the administrator verified the person."""

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
    """Show the page; POST requests a reset."""
    page = SectionedPage(request)
    form = page.add(ASK, AskResetForm)
    if form.is_valid() and _ask_reset(request, form):
        return page.done(request.path)
    context = {
        "form": form,
        "waiting": _list_waiting_resets(request.user),
        "page": page,
        **page_frame(_("Tweede factor kwijt"), "key"),
    }
    return render(request, "accounts/factor_resets.html", context, status=422 if page.is_sent else 200)


def _ask_reset(request: HttpRequest, form: AskResetForm) -> bool:
    data = form.cleaned_data
    with attempt(form, otherwise="email") as tried:
        factor_resets.ask_factor_reset(data["email"], reason=data["reason"], by=request.user)
        messages.success(request, _("Gevraagd. Een andere beheerder moet dit bevestigen."))
    return not tried.error


def _list_waiting_resets(by: Actor) -> list[dict[str, object]]:
    return [
        waiting_row(
            reset,
            about=[reset.reason],
            judge_url=reverse("factor_resets:judge", args=[reset.pk]),
            may_confirm=factor_resets.can_confirm_factor_reset(reset, by),
        )
        for reset in factor_resets.list_waiting_resets()
    ]


@administrators_only
@require_POST
def answer_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse another administrator's request."""
    reset = get_object_or_404(FactorReset, pk=pk, granted_at=None)
    page = SectionedPage(request)
    page.add(ASK, AskResetForm)

    def judge() -> str:
        if is_confirmation(request):
            factor_resets.confirm_factor_reset(reset, by=request.user)
            return _("De tweede factor is weggehaald. De persoon stelt bij het inloggen een nieuwe in.")
        factor_resets.refuse_factor_reset(reset, by=request.user)
        return _("Afgewezen. Er verandert niets.")

    return do_and_return(request, page, judge, reverse("factor_resets:list"))
