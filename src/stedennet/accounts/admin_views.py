"""The administrators' page for roles: pending requests, who holds which role, and a form to request one."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from stedennet.core.access import Actor, is_administrator
from stedennet.core.refusals import attempt
from stedennet.sections.page import SectionedPage

from . import role_grants
from .models import Role, RoleGrant, User, normalise_email
from .rules import FLAG_OF_ROLE
from .second_person import do_and_return, is_confirmation, page_frame, waiting_row

View = Callable[..., HttpResponse]
ASK = "vraag"


class AskRoleForm(forms.Form):
    """The person and the requested role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"), error_messages={"required": gettext_lazy("Vul een e-mailadres in.")}
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Rol"),
        choices=Role.choices,
        error_messages={"required": gettext_lazy("Kies een rol."), "invalid_choice": gettext_lazy("Kies een rol.")},
    )

    def clean_email(self) -> User:
        """The account with this address."""
        user = User.objects.filter(email=normalise_email(self.cleaned_data["email"])).first()
        if user is None:
            raise forms.ValidationError(_("Met dit adres is hier geen account. Laat het eerst maken."))
        return user


def administrators_only(view: View) -> View:
    """Admit only administrators; Wagtail redirects others with a message."""

    @wraps(view)
    @require_admin_access
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_administrator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def manage_roles(request: HttpRequest) -> HttpResponse:
    """Show the page; POST requests a role for somebody."""
    page = SectionedPage(request)
    form = page.add(ASK, AskRoleForm)
    if form.is_valid() and _ask_role(request, form):
        return page.done(request.path)
    context = {
        "form": form,
        "waiting": _list_waiting_grants(request.user),
        "people": _list_role_holders(),
        "page": page,
        **page_frame(_("Rollen"), "key"),
    }
    return render(request, "accounts/roles.html", context, status=422 if page.is_sent else 200)


def _ask_role(request: HttpRequest, form: AskRoleForm) -> bool:
    with attempt(form, otherwise="email") as tried:
        role_grants.ask_role(form.cleaned_data["email"], form.cleaned_data["role"], by=request.user)
        messages.success(request, _("De rol is gevraagd. Zij geldt zodra een andere beheerder haar bevestigt."))
    return not tried.error


def _list_waiting_grants(by: Actor) -> list[dict[str, object]]:
    grants = RoleGrant.objects.filter(granted_at=None).select_related("user", "asked_by").order_by("asked_at")
    return [
        waiting_row(
            grant,
            about=[grant.get_role_display()],
            judge_url=reverse("roles:judge", args=[grant.pk]),
            may_confirm=role_grants.can_confirm_role(grant, by),
        )
        for grant in grants
    ]


def _list_role_holders() -> list[dict[str, object]]:
    grants = (
        RoleGrant.objects.filter(withdrawn_at=None).exclude(granted_at=None).select_related("asked_by", "confirmed_by")
    )
    granted = {(grant.user_id, grant.role): grant for grant in grants}
    flags = [(role, FLAG_OF_ROLE[role.value]) for role in Role]
    return [
        {"pk": user.pk, "person": str(user), "email": user.email, "role": role.label, "value": role.value}
        | _describe_grant(granted.get((user.pk, role.value)))
        for user in User.objects.filter(is_active=True).order_by("email")
        for role, flag in flags
        if getattr(user, flag)
    ]


def _describe_grant(grant: RoleGrant | None) -> dict[str, object]:
    if grant is None or grant.by_system:
        return {"given_by": "stedennet", "since": grant.granted_at if grant else None}
    people = [str(person) for person in (grant.asked_by, grant.confirmed_by) if person]
    return {"given_by": ", ".join(people), "since": grant.granted_at}


@administrators_only
@require_POST
def answer_role_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse another administrator's request."""
    grant = get_object_or_404(RoleGrant, pk=pk, granted_at=None)

    def answer() -> str:
        if is_confirmation(request):
            role_grants.confirm_role(grant, by=request.user)
            return _("De rol is gegeven.")
        role_grants.refuse_role(grant, by=request.user)
        return _("De rol is niet gegeven.")

    return _run_and_redirect(request, answer)


@administrators_only
@require_POST
def withdraw_role(request: HttpRequest) -> HttpResponse:
    """Withdraw the role in `wat`, which is "<role>-<key of the user>"."""
    role, _dash, key = request.POST.get("wat", "").partition("-")
    user = get_object_or_404(User, pk=int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0)

    def withdraw() -> str:
        role_grants.withdraw_role(user, role, by=request.user)
        return _("De rol is ingetrokken.")

    return _run_and_redirect(request, withdraw)


def _run_and_redirect(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    page = SectionedPage(request)
    page.add(ASK, AskRoleForm)
    return do_and_return(request, page, act, reverse("roles:list"))
