"""The form to register for an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .places import OrganisationNameField
from .public import SenderForm


class RegisterForm(SenderForm):
    """Name, address and organisation."""

    organisation = OrganisationNameField(
        label=_("Uw organisatie"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    field_order = ["name", "email", "organisation"]
