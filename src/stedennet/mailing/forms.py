"""What an administrator fills in to lift many suspensions at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .flows.suppressions import BULK_LIFTABLE_REASONS, Selection
from .rules.addresses import encode_domain


class LiftSuppressionsForm(forms.Form):
    """Which suspensions, and why they are lifted."""

    domain = forms.CharField(
        label=gettext_lazy("Domein"),
        help_text=gettext_lazy("Het deel na het apenstaartje, zoals eindhoven.nl. Leeg: alle domeinen."),
        required=False,
        max_length=253,
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reden waarom het adres op de lijst staat"), required=False)
    first = forms.DateField(
        label=gettext_lazy("Op de lijst sinds, van"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=gettext_lazy("tot en met"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    lifted_reason = forms.CharField(
        label=gettext_lazy("Waarom mogen deze adressen weer mail krijgen?"),
        help_text=gettext_lazy("Bijvoorbeeld: de mailserver van deze gemeente was een dag verkeerd ingesteld."),
        max_length=300,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = [(one.value, one.label) for one in BULK_LIFTABLE_REASONS]
        self.fields["reason"].choices = [("", _("alle, behalve klachten en met de hand gezet")), *reasons]  # type: ignore[attr-defined]

    def clean_domain(self) -> str:
        """The domain as the list has it."""
        try:
            return encode_domain(self.cleaned_data["domain"].lower())
        except ValueError:
            raise forms.ValidationError(_("Dit is geen domein. Schrijf het zoals eindhoven.nl.")) from None

    def clean(self) -> Any:
        """Something must be chosen, and a period has its days in order."""
        cleaned = super().clean() or {}
        if not self.errors and self.selection().is_everything:
            raise forms.ValidationError(_("Kies een domein, een reden of een periode."))
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Deze dag ligt voor de eerste dag."))
        return cleaned

    def selection(self) -> Selection:
        """What was chosen."""
        found = self.cleaned_data
        return Selection(found.get("domain", ""), found.get("reason", ""), found.get("first"), found.get("last"))
