"""The forms to remark on an edition, to decide on it, and to withdraw a decision."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.flows.consultation import MAX_REMARK_LENGTH
from stedennet.agenda.rules.editions import Decision

from ..public_forms.base import SenderForm


class RemarkForm(SenderForm):
    """A remark on an edition or on one of its actions."""

    organisation = forms.CharField(
        label=_("Uw organisatie"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    code = forms.ChoiceField(label=_("Waarover"), required=False)
    text = forms.CharField(
        label=_("Uw opmerking"),
        error_messages={"required": _("Vul uw opmerking in.")},
        max_length=MAX_REMARK_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Hooguit 4.000 tekens. Wij plaatsen uw naam en uw opmerking met ons antwoord op de site."),
    )
    field_order = ["name", "email", "organisation", "code", "text"]

    def __init__(
        self, data: QueryDict | None = None, *, person: User | None = None, actions: Sequence[tuple[str, str]]
    ) -> None:
        """Offer `actions`, the codes and titles of the edition's actions."""
        super().__init__(data, person=person)
        self.fields["code"].choices = [("", _("De hele editie")), *actions]  # type: ignore[attr-defined]


class ApprovalForm(forms.Form):
    """A party's decision, its wording, the signatory and the mandate."""

    decision = forms.ChoiceField(label=_("Uw besluit"), choices=Decision.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Voorbehoud of reden"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Nodig bij een voorbehoud en bij niet akkoord. Iedereen kan dit lezen."),
    )
    signed_by = forms.CharField(label=_("Wie tekent"), max_length=150, help_text=_("Uw functie, zoals wethouder."))
    mandate_body = forms.CharField(
        label=_("Wie nam het besluit"), max_length=150, help_text=_("Zoals het college of de raad.")
    )
    mandate_on = forms.DateField(label=_("Op welke dag"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    mandate_url = forms.URLField(
        label=_("Waar staat het besluit"),
        max_length=500,
        required=False,
        help_text=_("Het webadres van het stuk, als het openbaar is."),
    )

    @property
    def verdict(self) -> ApprovalData:
        """The decision for the flow, once the form is valid."""
        return ApprovalData(**self.cleaned_data)


class WithdrawApprovalForm(forms.Form):
    """The reason why a party withdraws its decision."""

    reason = forms.CharField(
        label=_("Waarom neemt u het besluit terug?"),
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Iedereen kan dit lezen."),
    )
