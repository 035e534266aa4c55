"""allauth's forms, where a label would otherwise be English on every page."""

from typing import Any

from allauth.mfa.webauthn import forms
from django.utils.translation import gettext_lazy as _


class _NamesTheKey:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van de sleutel")  # type: ignore[attr-defined]


class AddKeyForm(_NamesTheKey, forms.AddWebAuthnForm):
    """To add a security key or passkey."""


class EditKeyForm(_NamesTheKey, forms.EditWebAuthnForm):
    """To give a security key another name."""
