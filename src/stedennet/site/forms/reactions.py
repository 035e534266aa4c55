"""The forms to react and to report."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.reactions.flows import REASONS
from stedennet.reactions.rules.text import LONGEST


class _Sender(forms.Form):
    TOO_MANY = _("U hebt al veel berichten verstuurd. Probeer het over een uur opnieuw.")

    name = forms.CharField(label=_("Uw naam"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Niemand ziet dit. U krijgt een mail om te bevestigen."),
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

    @property
    def occasion(self) -> str:
        """What names this one sending of the form."""
        return str(self.cleaned_data["once"] or uuid4())


class ReactionForm(_Sender):
    """Name, address and words; who is signed in gives only words."""

    text = forms.CharField(
        label=_("Uw reactie"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Hooguit 2.000 tekens, zonder opmaak. Een webadres wordt vanzelf een link."),
    )
    field_order = ["name", "email", "text"]

    def __init__(self, data: Any = None, *, person: Any = None) -> None:
        """With `person`, who is signed in, without name and address."""
        super().__init__(data)
        if person is not None:
            del self.fields["name"], self.fields["email"]


class ReportForm(_Sender):
    """Why a reaction should go."""

    why = forms.ChoiceField(
        label=_("Wat is er mis?"), choices=[*REASONS.items()], widget=forms.RadioSelect, initial="insult"
    )
    text = forms.CharField(
        label=_("Uw toelichting"), max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 4})
    )
    field_order = ["why", "text", "name", "email"]


class ChangeForm(forms.Form):
    """Other words for a reaction."""

    text = forms.CharField(label=_("Uw reactie"), max_length=LONGEST, widget=forms.Textarea({"rows": 8}))


class RemoveForm(forms.Form):
    """Why a moderator takes a reaction away."""

    reason = forms.CharField(
        label=_("Reden"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("De schrijver krijgt deze woorden te lezen."),
    )
