"""The forms to report the progress of an action."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Indicator, Milestone
from stedennet.agenda.models.amounts import FIRST_YEAR, LAST_YEAR
from stedennet.agenda.rules.status import STATABLE, MilestoneState
from stedennet.core.clock import today
from stedennet.core.euro_fields import EuroFormField

THOUSANDS = re.compile(r"\d\.\d{3}(?!\d)")


class ProgressForm(forms.Form):
    """A progress update: what happened, on which day, and the evidence."""

    on = forms.DateField(
        label=_("Op welke dag"), initial=today, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(label=_("Wat gebeurde er"), max_length=4000, widget=forms.Textarea({"rows": 5}))
    evidence_url = forms.URLField(label=_("Waar is dat te zien"), max_length=500, required=False)


class StatusForm(forms.Form):
    """The status as the people working on the action state it; empty to compute it from the facts again."""

    status = forms.ChoiceField(
        label=_("Hoe staat het ervoor"),
        required=False,
        choices=[("", _("Volgens de feiten")), *((status.value, status.label) for status in STATABLE)],
    )
    reason = forms.CharField(
        label=_("Waarom"),
        max_length=300,
        required=False,
        help_text=_("Lezers zien uw reden naast wat de feiten zeggen."),
    )


class MeasurementForm(forms.Form):
    """A value measured for an indicator, the day, and the source."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    value = forms.DecimalField(
        label=_("Gemeten waarde"),
        max_digits=20,
        decimal_places=4,
        localize=True,
        help_text=_("Zonder punten tussen de cijfers, zoals 1500 of 12,5."),
    )
    on = forms.DateField(
        label=_("Gemeten op"), initial=today, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    source_url = forms.URLField(label=_("Waar is dat te zien"), max_length=500, required=False)
    replaces = forms.BooleanField(label=_("Vervang de waarde die er voor deze dag al staat"), required=False)

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **more: Any) -> None:
        """Offer `indicators`, those of the action."""
        super().__init__(*args, **more)
        self.choices_by_key = {str(indicator.pk): indicator for indicator in indicators}
        field: Any = self.fields["indicator"]
        field.choices = [(key, str(indicator)) for key, indicator in self.choices_by_key.items()]

    def clean_value(self) -> Decimal:
        """Refuse 1.500 where the comma is the decimal sign: it means fifteen hundred, but Python reads 1.5."""
        typed = str(self.data.get(self.add_prefix("value"), ""))
        if get_format("DECIMAL_SEPARATOR") == "," and THOUSANDS.search(typed):
            raise forms.ValidationError(_("Schrijf het getal zonder punten, zoals 1500 of 12,5."))
        value: Decimal = self.cleaned_data["value"]
        return value


class SpendingForm(forms.Form):
    """What was spent on the action in one year, who paid it, and the source."""

    year = forms.IntegerField(
        label=_("Jaar"),
        initial=lambda: today().year,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    euros = EuroFormField(label=_("Bedrag in euro"), help_text=_("Bijvoorbeeld 1.000,50 of 25000."))
    payer = forms.CharField(
        label=_("Wie betaalde"),
        max_length=150,
        help_text=_("De naam uit het register, of in uw eigen woorden."),
    )
    source_url = forms.URLField(label=_("Waar is dat te zien"), max_length=500, required=False)
    replaces = forms.BooleanField(label=_("Vervang het bedrag dat er voor dit jaar al staat"), required=False)


class MilestoneForm(forms.Form):
    """A milestone with its new state, and the day when it was reached."""

    milestone = forms.ChoiceField(label=_("Mijlpaal"))
    state = forms.ChoiceField(
        label=_("Hoe staat het ermee"), choices=MilestoneState.choices, initial=MilestoneState.DONE
    )
    on = forms.DateField(
        label=_("Op welke dag gehaald"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leeg: vandaag."),
    )

    def __init__(self, *args: Any, milestones: Iterable[Milestone], **more: Any) -> None:
        """Offer `milestones`, those of the action."""
        super().__init__(*args, **more)
        self.choices_by_key = {str(milestone.pk): milestone for milestone in milestones}
        field: Any = self.fields["milestone"]
        field.choices = [
            (key, f"{milestone.title} ({milestone.due_in_words}): {milestone.get_state_display()}")
            for key, milestone in self.choices_by_key.items()
        ]
