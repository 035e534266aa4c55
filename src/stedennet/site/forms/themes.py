"""The form to join a theme."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stedennet.network.flows.joining import Wish


class JoinForm(forms.Form):
    """Five fields, and one that only a robot fills in."""

    TOO_MANY = _("U hebt al veel berichten verstuurd. Probeer het over een uur opnieuw.")

    name = forms.CharField(label=_("Uw naam"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Alleen de trekker ziet dit, om u te antwoorden."),
    )
    organisation = forms.CharField(
        label=_("Uw organisatie"), max_length=150, widget=forms.TextInput({"autocomplete": "organization"})
    )
    role = forms.ChoiceField(
        label=_("Wat wilt u?"),
        choices=[("participant", _("Meedoen aan dit thema")), ("follower", _("Dit thema volgen"))],
        widget=forms.RadioSelect,
        initial="participant",
    )
    message = forms.CharField(
        label=_("Uw bericht"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Wat doet u al, en wat zoekt u? Hooguit 2.000 tekens."),
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
    def wish(self) -> Wish:
        """What was asked, once the form is valid."""
        data: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("name", "email", "organisation", "role", "message")
        }
        language = "en" if (get_language() or "nl").startswith("en") else "nl"
        return Wish(**data, language=language, once=f"join {self.cleaned_data['once'] or uuid4()}")
