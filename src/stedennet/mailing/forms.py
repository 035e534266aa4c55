"""The form for lifting many suppressions at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .flows.suppressions import BULK_LIFTABLE_REASONS, Selection
from .rules.addresses import encode_domain


class LiftSuppressionsForm(forms.Form):
    """A selection of suppressions and the reason for lifting them."""

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
        reasons = [(reason.value, reason.label) for reason in BULK_LIFTABLE_REASONS]
        self.fields["reason"].choices = [("", _("alle, behalve klachten en met de hand gezet")), *reasons]  # type: ignore[attr-defined]

    def clean_domain(self) -> str:
        """Return the domain as it is stored. Raises ValidationError for an invalid domain."""
        try:
            return encode_domain(self.cleaned_data["domain"].lower())
        except ValueError:
            raise forms.ValidationError(_("Dit is geen domein. Schrijf het zoals eindhoven.nl.")) from None

    def clean(self) -> dict[str, object]:
        """Require at least one criterion, and a last day that is not before the first."""
        cleaned = super().clean() or {}
        if not self.errors and self.selection().is_everything:
            raise forms.ValidationError(_("Kies een domein, een reden of een periode."))
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Deze dag ligt voor de eerste dag."))
        return cleaned

    def selection(self) -> Selection:
        """Return the selection that was entered."""
        data = self.cleaned_data
        return Selection(data.get("domain", ""), data.get("reason", ""), data.get("first"), data.get("last"))
