"""The row of one action on the page of an update round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.flows.rounds import CHANGE, CONFIRM, STOP, RowAnswer
from stedennet.agenda.models import Commitment
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules.status import MilestoneState

MILESTONE = "milestone_"


class RowForm(forms.Form):
    """Still right, changed, or stopped. Who fills in a change without choosing anything has chosen “changed”."""

    choice = forms.ChoiceField(
        label=_("Klopt het nog?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(CONFIRM, _("Dit klopt nog")), (CHANGE, _("Er is iets veranderd")), (STOP, _("Deze actie stopt"))],
    )
    text = forms.CharField(
        label=_("Wat gebeurde er"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )
    phase = forms.ChoiceField(label=_("Fase"), required=False, choices=[("", _("onbekend")), *Phase.choices])
    reason = forms.CharField(label=_("Waarom stopt de actie"), max_length=300, required=False)

    def __init__(self, commitment: Commitment, data: Any = None) -> None:
        super().__init__(data, prefix=commitment.action.code, initial={"phase": commitment.action.phase})
        self.code = commitment.action.code
        for one in commitment.action.milestones.all():
            label = f"{one.title} ({one.due_in_words})" if one.due_on else one.title
            self.fields[f"{MILESTONE}{one.pk}"] = forms.ChoiceField(
                label=label, choices=MilestoneState.choices, initial=one.state, required=False
            )

    @property
    def milestones(self) -> list[forms.BoundField]:
        """The fields of the milestones."""
        return [self[name] for name in self.fields if name.startswith(MILESTONE)]

    @property
    def is_open(self) -> bool:
        """Whether the part with changes should be open: something is typed there, or wrong."""
        return bool(self.errors) or (self.is_bound and self.is_changed)

    @property
    def is_changed(self) -> bool:
        """Whether something but the choice was filled in."""
        return any(name not in ("choice", "reason") for name in self.changed_data)

    @property
    def answer(self) -> RowAnswer:
        """What the row says, once it is valid."""
        data = self.cleaned_data
        choice = CHANGE if self.is_changed and data["choice"] != STOP else data["choice"]
        states = {int(name.removeprefix(MILESTONE)): data[name] for name in self.fields if name.startswith(MILESTONE)}
        return RowAnswer(
            code=self.code,
            choice=choice,
            text=data["text"],
            phase=data["phase"],
            reason=data["reason"],
            milestones={key: state for key, state in states.items() if state},
        )
