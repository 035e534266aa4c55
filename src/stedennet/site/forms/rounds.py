"""The row of one action on the page of an update round."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.flows.rounds import CHANGE, CONFIRM, STOP, ActionAnswer
from stedennet.agenda.models import Commitment
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules.status import MilestoneState

MILESTONE, SEEN = "milestone_", "seen"


class RoundRowForm(forms.Form):
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
        super().__init__(data, prefix=commitment.action.code)
        self.code = commitment.action.code
        self.now = {"phase": commitment.action.phase}
        for one in commitment.action.milestones.all():
            label = f"{one.title} ({one.due_in_words})" if one.due_on else one.title
            self.now[f"{MILESTONE}{one.pk}"] = one.state
            self.fields[f"{MILESTONE}{one.pk}"] = forms.ChoiceField(
                label=label, choices=MilestoneState.choices, required=False
            )
        shown = self._shown() if self.is_bound else self.now
        for name in self.now:
            self.fields[name].initial = shown[name]
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False, initial=json.dumps(self.now))

    def _shown(self) -> dict[str, str]:
        """What stood in the fields when the page was opened; a page that does not say it had what stands there now."""
        try:
            said = json.loads(self.data.get(self.add_prefix(SEEN), "") or "{}")
        except ValueError:
            said = {}
        said = said if isinstance(said, dict) else {}
        return {name: str(said.get(name, value)) for name, value in self.now.items()}

    @property
    def seen(self) -> forms.BoundField:
        """What this page shows, for the next sending."""
        return self[SEEN]

    def clean(self) -> dict[str, Any]:
        """What somebody else changed meanwhile is not undone by who changes it too: both are told."""
        data: dict[str, Any] = self.cleaned_data
        for name in set(self.changed_data) & set(self.now):
            if self.now[name] not in (self.fields[name].initial, data.get(name)):
                labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
                sentence = _("Iemand anders wijzigde dit intussen. Nu staat er: “%(value)s”.")
                self.add_error(name, sentence % {"value": labels.get(self.now[name], self.now[name])})
        if self.errors:
            # The next sending answers to what stands there now.
            sent: Any = self.data
            sent = self.data = sent.copy()
            sent[self.add_prefix(SEEN)] = json.dumps(self.now)
        return data

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
        return any(name not in ("choice", "reason", SEEN) for name in self.changed_data)

    @property
    def answer(self) -> ActionAnswer:
        """What the row says, once it is valid."""
        data = self.cleaned_data
        choice = CHANGE if self.is_changed and data["choice"] != STOP else data["choice"]
        changed = set(self.changed_data)
        states = {int(name.removeprefix(MILESTONE)): data[name] for name in changed if name.startswith(MILESTONE)}
        return ActionAnswer(
            code=self.code,
            choice=choice,
            text=data["text"],
            phase=data["phase"] if "phase" in changed else None,
            reason=data["reason"],
            milestones={key: state for key, state in states.items() if state},
        )
