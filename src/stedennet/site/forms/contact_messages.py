"""The forms to write to an organisation and to the programme office."""

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.network.flows.contact_messages import ContactMessage
from stedennet.network.flows.office_messages import About, OfficeMessage

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


class OfficeMessageForm(SenderForm):
    """A message to the programme office."""

    about = forms.ChoiceField(
        label=_("Waar gaat het over?"),
        choices=About.choices,
        widget=forms.RadioSelect,
        initial=About.QUESTION,
        error_messages={"required": _("Kies waar het over gaat.")},
    )
    text = forms.CharField(
        label=_("Uw bericht"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Vul uw bericht in.")},
        help_text=_("Een fout op de site? Schrijf erbij op welke pagina. Hooguit 2.000 tekens."),
    )
    field_order = ["about", "text", "name", "email"]

    def __init__(self, data: QueryDict | None = None, *, person: User | None = None) -> None:
        """Explain who sees the address."""
        super().__init__(data, person=person)
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "Alleen het programmabureau ziet dit. U krijgt een mail om te bevestigen."
            )

    @property
    def message(self) -> OfficeMessage:
        """The message for the flow, once the form is valid."""
        return OfficeMessage(
            about=self.cleaned_data["about"],
            text=self.cleaned_data["text"],
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            language=(get_language() or "nl")[:2],
            once=self.occasion,
            page=reverse("contact"),
            person=self.person,
            behalf_of=self.behalf_of,
        )
