"""What every form has that anybody may send: who sends it, what names this sending, and what keeps robots out."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stedennet.network.sender_names import list_represented_organisations


class _EmptyHiddenInput(forms.HiddenInput):
    """A hidden field that is empty again when the page comes back: a sum counts once."""

    def get_context(self, name: str, value: object, attrs: object) -> dict[str, object]:
        """Without what was sent."""
        return super().get_context(name, None, attrs)  # type: ignore[arg-type]


class PublicForm(forms.Form):
    """The fields that a reader does not see."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    proof = forms.CharField(widget=_EmptyHiddenInput, required=False)
    website = forms.CharField(
        required=False,
        label=_("Laat dit veld leeg"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_robot(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))

    @property
    def occasion(self) -> str:
        """What names this one sending of the form: sent twice, it is the same."""
        return str(self.cleaned_data["once"] or uuid4())


class SenderForm(PublicForm):
    """Who sends it. Who is signed in is asked neither name nor address, but for which organisation they speak."""

    name = forms.CharField(label=_("Uw naam"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Niemand ziet dit. U krijgt een mail om te bevestigen."),
    )

    def __init__(self, data: Any = None, *, person: Any = None, **more: Any) -> None:
        """`person` is who is signed in, None for nobody."""
        super().__init__(data, **more)
        self.person = person
        self.speaks_for = {str(one.pk): one.name for one in list_represented_organisations(person)}
        if person is None:
            return
        del self.fields["email"]
        if person.name:
            del self.fields["name"]
        if self.speaks_for:
            choices = [("", _("Alleen uzelf")), *self.speaks_for.items()]
            self.fields["on_behalf"] = forms.ChoiceField(label=_("Namens wie?"), choices=choices, required=False)
            if "organisation" in self.fields:
                self.fields["organisation"].required = False
            self.order_fields(["on_behalf", *self.fields])

    def clean(self) -> dict[str, Any]:
        """What was typed, with name, address and organisation of who is signed in as the account has them."""
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
        """The organisation that was chosen and for which the person speaks; empty for none."""
        return self.speaks_for.get(str(self.cleaned_data.get("on_behalf", "")), "")

    @property
    def _asks_organisation(self) -> bool:
        return bool(self.speaks_for) and type(self).base_fields["organisation"].required


def person_of(request: HttpRequest) -> Any:
    """Who is signed in, None for nobody."""
    return request.user if request.user.is_authenticated else None
