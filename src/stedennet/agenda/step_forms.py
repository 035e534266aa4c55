"""The forms beside the steps of an edition: a reason, the last day of a consultation, where a secret link goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why an edition is withdrawn."""

    reason = forms.CharField(label=_("Reden"), max_length=300, required=False)


class UntilForm(forms.Form):
    """Until which day people can respond."""

    until = forms.DateField(
        label=_("Reageren kan tot en met"),
        required=False,
        widget=DAY,
        error_messages={"invalid": _("Deze dag bestaat niet.")},
    )


class AddressForm(forms.Form):
    """To which address a party's secret link goes."""

    address = forms.CharField(
        label=_("E-mailadres"), max_length=254, required=False, widget=forms.EmailInput({"autocomplete": "off"})
    )

    def __init__(self, *args: object, party: str, **more: object) -> None:
        """`party` is the name of the party."""
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["address"].label = _("E-mailadres van wie voor %(name)s besluit") % {"name": party}
