"""The base of every form that anybody may send: its sender, a key that is unique to it, and the traps for robots."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.network.sender_names import list_represented_organisations


class _EmptyHiddenInput(forms.HiddenInput):
    """A hidden field that is emptied when the page is shown again: a proof of work counts once."""

    def get_context(self, name: str, value: object, attrs: object) -> dict[str, object]:
        """Drop the submitted value."""
        return super().get_context(name, None, attrs)  # type: ignore[arg-type]


class PublicForm(forms.Form):
    """The fields that a reader does not see: the key of the submission, the proof of work, and a trap for robots."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    proof = forms.CharField(widget=_EmptyHiddenInput, required=False)
    website = forms.CharField(
        required=False,
        label=_("Laat dit veld leeg"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_robot(self) -> bool:
        """Whether the invisible field was filled in."""
        return bool(self.cleaned_data.get("website"))

    @property
    def occasion(self) -> str:
        """The key of this submission; the same when the form is sent twice."""
        return str(self.cleaned_data["once"] or uuid4())


def build_email_field(help_text: str | Promise) -> forms.EmailField:
    """The field for the sender's address."""
    return forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=help_text,  # type: ignore[arg-type]
        error_messages={
            "required": _("Vul uw e-mailadres in."),
            "invalid": _("Dit e-mailadres klopt niet. Schrijf het zoals naam@voorbeeld.nl."),
        },
    )


class SenderForm(PublicForm):
    """The sender. A signed-in user is not asked for name and address, but for the organisation they speak for."""

    name = forms.CharField(
        label=_("Uw naam"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Vul uw naam in.")},
    )
    email = build_email_field(_("Niemand ziet dit. U krijgt een mail om te bevestigen."))

    def __init__(self, data: QueryDict | None = None, *, person: User | None = None, **more: Any) -> None:
        """Adapt the fields to `person`, the signed-in user, or None."""
        super().__init__(data, **more)
        self.person: Any = person  # views pass it on among keyword arguments of several types
        self.speaks_for = {
            str(organisation.pk): organisation.name for organisation in list_represented_organisations(person)
        }
        if person is None:
            return
        del self.fields["email"]
        if person.name:
            self.fields.pop("name", None)
        if self.speaks_for:
            choices = [("", _("Alleen uzelf")), *self.speaks_for.items()]
            self.fields["on_behalf"] = forms.ChoiceField(label=_("Namens wie?"), choices=choices, required=False)
            if "organisation" in self.fields:
                self.fields["organisation"].required = False
            self.order_fields(["on_behalf", *self.fields])

    def clean(self) -> dict[str, Any]:
        """Add the name, address and organisation of the signed-in user, as in the account."""
        typed = super().clean() or {}
        if self.person is not None:
            typed["email"] = self.person.email
            typed["name"] = self.person.name or typed.get("name", "")
        if self.behalf_of and "organisation" in self.fields:
            typed["organisation"] = self.behalf_of
        elif "organisation" in self.fields and self._asks_organisation and not typed.get("organisation"):
            self.add_error("organisation", self.fields["organisation"].error_messages["required"])
        return typed

    @property
    def behalf_of(self) -> str:
        """The name of the chosen organisation, if the sender speaks for it; empty for none."""
        return self.speaks_for.get(str(self.cleaned_data.get("on_behalf", "")), "")

    @property
    def _asks_organisation(self) -> bool:
        return bool(self.speaks_for) and type(self).base_fields["organisation"].required


def person_of(request: HttpRequest) -> User | None:
    """The signed-in user, or None."""
    return request.user if request.user.is_authenticated else None
