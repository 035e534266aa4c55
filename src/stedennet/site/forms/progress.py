"""The forms with which somebody tells how it goes with an action."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Indicator, Milestone
from stedennet.agenda.rules.status import MilestoneState, Status
from stedennet.core.clock import today

THOUSANDS = re.compile(r"\d\.\d{3}(?!\d)")


class ProgressForm(forms.Form):
    """What happened, when, and where that can be seen."""

    on = forms.DateField(
        label=_("Op welke dag"), initial=today, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(label=_("Wat gebeurde er"), max_length=4000, widget=forms.Textarea({"rows": 5}))
    evidence_url = forms.URLField(label=_("Waar is dat te zien"), max_length=500, required=False)


class StatusForm(forms.Form):
    """How it stands, in the words of who works on it; empty to let the facts speak again."""

    status = forms.ChoiceField(
        label=_("Hoe staat het ervoor"), required=False, choices=[("", _("Volgens de feiten")), *Status.choices]
    )
    reason = forms.CharField(
        label=_("Waarom"),
        max_length=300,
        required=False,
        help_text=_("Lezers zien uw reden naast wat de feiten zeggen."),
    )


class MeasurementForm(forms.Form):
    """What was measured for an indicator, on which day, and where that can be seen."""

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
        """`indicators` are those of the action."""
        super().__init__(*args, **more)
        self.there = {str(one.pk): one for one in indicators}
        field: Any = self.fields["indicator"]
        field.choices = [(key, str(one)) for key, one in self.there.items()]

    def clean_value(self) -> Decimal:
        """Who writes Dutch means fifteen hundred by 1.500, and Python one and a half: so it is asked."""
        typed = str(self.data.get(self.add_prefix("value"), ""))
        if get_format("DECIMAL_SEPARATOR") == "," and THOUSANDS.search(typed):
            raise forms.ValidationError(_("Schrijf het getal zonder punten, zoals 1500 of 12,5."))
        value: Decimal = self.cleaned_data["value"]
        return value


class MilestoneForm(forms.Form):
    """Which milestone was reached on which day, was dropped, or is planned again."""

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
        """`milestones` are those of the action."""
        super().__init__(*args, **more)
        self.there = {str(one.pk): one for one in milestones}
        field: Any = self.fields["milestone"]
        field.choices = [
            (key, f"{one.title} ({one.due_in_words}): {one.get_state_display()}") for key, one in self.there.items()
        ]
