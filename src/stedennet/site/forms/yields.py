"""The forms to report what came of something, and to answer such a report."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stedennet.network.models import Organisation

from .initiatives import NumberField


class YieldForm(forms.Form):
    """An amount with its unit and source, for one of the organisations that somebody speaks for."""

    organisation = forms.ChoiceField(label=_("Namens"))
    amount = NumberField(label=_("Getal"), max_length=40, help_text=_("Zoals: 1500 of 12,5."))
    unit = forms.CharField(label=_("Waarvan"), max_length=60, help_text=_("Zoals: kWh per jaar, of euro per jaar."))
    source = forms.CharField(
        label=_("Waar het getal vandaan komt"),
        max_length=500,
        help_text=_("Een webadres, of woorden zoals: eigen telling, mei 2027."),
    )
    words = forms.CharField(label=_("In één zin"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: QueryDict | None, *, organisations: list[Organisation]) -> None:
        """Offer these organisations; a single one is chosen."""
        super().__init__(data)
        self.fields["organisation"].choices = [(str(side.pk), side.name) for side in organisations]  # type: ignore[attr-defined]


class YieldAnswerForm(forms.Form):
    """Whether it is right, and why not."""

    words = forms.CharField(label=_("Waarom klopt het niet"), max_length=300, required=False)
