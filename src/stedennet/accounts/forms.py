"""allauth's forms, changed where a label would be English on every page or a response would reveal an account."""

from allauth.account.forms import AddEmailForm, SignupForm
from allauth.mfa.webauthn import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from .models import User


class _KeyNameMixin:
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van de sleutel")  # type: ignore[attr-defined]


class AddKeyForm(_KeyNameMixin, forms.AddWebAuthnForm):
    """Adds a security key or passkey."""


class EditKeyForm(_KeyNameMixin, forms.EditWebAuthnForm):
    """Renames a security key."""


class AddAddressForm(AddEmailForm):
    """Adds an address. Its field has a name of its own, so that it can stand in one form with the known addresses."""

    prefix = "nieuw"


class SignUpForm(SignupForm):
    """Creates an account. An address with an account takes equally long, so that timing reveals nothing."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Hash the password in both cases; allauth mails in both cases."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data.get("password1", ""))
        return super().try_save(request)
