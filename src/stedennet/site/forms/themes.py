"""The form to join a theme."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.network.flows.join_requests import JoinRequest

from ..public_forms.base import SenderForm
from .organisation_fields import OrganisationNameField


class JoinForm(SenderForm):
    """A request to take part in a theme or to follow it."""

    organisation = OrganisationNameField(
        label=_("Uw organisatie"),
        error_messages={"required": _("Vul in hoe uw organisatie heet.")},
        max_length=150,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    role = forms.ChoiceField(
        label=_("Wat wilt u?"),
        error_messages={"required": _("Kies of u wilt meedoen of volgen.")},
        choices=[("participant", _("Meedoen aan dit thema")), ("follower", _("Dit thema volgen"))],
        widget=forms.RadioSelect,
        initial="participant",
    )
    message = forms.CharField(
        label=_("Uw bericht"),
        error_messages={"required": _("Vul in wat u doet en wat u zoekt.")},
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Wat doet u al, en wat zoekt u? Hooguit 2.000 tekens."),
    )
    field_order = ["name", "email", "organisation", "role", "message"]

    def __init__(self, data: QueryDict | None = None, *, person: User | None = None) -> None:
        """Explain that only the lead sees the address."""
        super().__init__(data, person=person)
        if "email" in self.fields:
            self.fields["email"].help_text = _("Alleen de trekker ziet dit, om u te antwoorden.")

    @property
    def wish(self) -> JoinRequest:
        """The request for the flow, once the form is valid."""
        data: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("name", "email", "organisation", "role", "message")
        }
        language = "en" if (get_language() or "nl").startswith("en") else "nl"
        return JoinRequest(**data, language=language, once=self.occasion, person=self.person, behalf_of=self.behalf_of)
