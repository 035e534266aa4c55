"""What every form has that anybody may send: who sends it, what names this sending, and what keeps robots out."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class _Fresh(forms.HiddenInput):
    """A hidden field that is empty again when the page comes back: a sum counts once."""

    def get_context(self, name: str, value: object, attrs: object) -> dict[str, object]:
        """Without what was sent."""
        return super().get_context(name, None, attrs)  # type: ignore[arg-type]


class PublicForm(forms.Form):
    """The fields that a reader does not see."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    proof = forms.CharField(widget=_Fresh, required=False)
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
    """Who sends it."""

    name = forms.CharField(label=_("Uw naam"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Niemand ziet dit. U krijgt een mail om te bevestigen."),
    )
