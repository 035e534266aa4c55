"""allauth's forms, where a label would be English on every page or an answer would tell who has an account."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.mfa.webauthn import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User


class _KeyNameMixin:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van de sleutel")  # type: ignore[attr-defined]


class AddKeyForm(_KeyNameMixin, forms.AddWebAuthnForm):
    """To add a security key or passkey."""


class EditKeyForm(_KeyNameMixin, forms.EditWebAuthnForm):
    """To give a security key another name."""


class SignUpForm(SignupForm):
    """To make an account. An address that has one already costs the same work, so that the time tells nothing."""

    def try_save(self, request: HttpRequest) -> Any:
        """Hash the password in both cases; allauth mails in both cases."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data.get("password1", ""))
        return super().try_save(request)
