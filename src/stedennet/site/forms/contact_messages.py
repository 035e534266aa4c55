"""The form to write to an organisation."""

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.network.flows.contact_messages import ContactMessage

from ..public_forms.base import SenderForm


class ContactForm(SenderForm):
    """A message to an organisation."""

    text = forms.CharField(
        label=_("Uw bericht"),
        error_messages={"required": _("Vul uw bericht in.")},
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Hooguit 2.000 tekens."),
    )
    field_order = ["text", "name", "email"]

    def __init__(self, data: QueryDict | None = None, *, person: User | None = None) -> None:
        """Explain who sees the address."""
        super().__init__(data, person=person)
        if "email" in self.fields:
            self.fields["email"].help_text = _("Alleen wie antwoordt ziet dit.")

    @property
    def message(self) -> ContactMessage:
        """The message for the flow, once the form is valid."""
        return ContactMessage(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            text=self.cleaned_data["text"],
            language=(get_language() or "nl")[:2],
            once=self.occasion,
            person=self.person,
            behalf_of=self.behalf_of,
        )
