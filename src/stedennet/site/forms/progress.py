"""The forms with which somebody tells how it goes with an action."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.rules.status import Status
from stedennet.core.clock import today


class UpdateForm(forms.Form):
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
