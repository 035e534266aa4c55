"""The form to register for an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..public_forms.base import SenderForm
from .organisation_fields import OrganisationNameField


class RegistrationForm(SenderForm):
    """A registration: the sender and an optional organisation."""

    organisation = OrganisationNameField(
        label=_("Uw organisatie"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    field_order = ["name", "email", "organisation"]
