"""The form to register for an event."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class RegisterForm(forms.Form):
    """Three fields, and one that only a robot fills in."""

    TOO_MANY = _("U hebt dit vaak achter elkaar gedaan. Probeer het over een uur opnieuw.")

    name = forms.CharField(label=_("Uw naam"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("U krijgt een mail om uw aanmelding te bevestigen."),
    )
    organisation = forms.CharField(
        label=_("Uw organisatie"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    website = forms.CharField(
        required=False,
        label=_("Laat dit veld leeg"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_robot(self) -> bool:
        """Whether the hidden field was filled in."""
        return bool(self.cleaned_data.get("website"))
