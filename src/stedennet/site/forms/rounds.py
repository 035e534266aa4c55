"""The row of one action on the page of an update round."""

import json
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.flows.rounds import CHANGE, CONFIRM, STOP, ActionAnswer
from stedennet.agenda.models import Commitment
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules.status import MilestoneState

MILESTONE, SEEN = "milestone_", "seen"


class RoundRowForm(forms.Form):
    """An action is still right, changed or stopped. Filling in a change without a choice counts as “changed”."""

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

    def __init__(self, commitment: Commitment, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=commitment.action.code)
        self.code = commitment.action.code
        self.now = {"phase": commitment.action.phase}
        for milestone in commitment.action.milestones.all():
            label = f"{milestone.title} ({milestone.due_in_words})" if milestone.due_on else milestone.title
            self.now[f"{MILESTONE}{milestone.pk}"] = milestone.state
            self.fields[f"{MILESTONE}{milestone.pk}"] = forms.ChoiceField(
                label=label, choices=MilestoneState.choices, required=False
            )
        initial = self._shown() if self.is_bound else self.now
        for name in self.now:
            self.fields[name].initial = initial[name]
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False, initial=json.dumps(self.now))

    def _shown(self) -> dict[str, str]:
        """The values in the fields when the page was opened; the present ones when the page does not say."""
        try:
            seen = json.loads(self.data.get(self.add_prefix(SEEN), "") or "{}")
        except ValueError:
            seen = {}
        seen = seen if isinstance(seen, dict) else {}
        return {name: str(seen.get(name, value)) for name, value in self.now.items()}

    @property
    def seen(self) -> forms.BoundField:
        """The hidden field with the values that this page shows, for its submission."""
        return self[SEEN]

    def clean(self) -> dict[str, Any]:
        """Refuse a change to a field that somebody else changed meanwhile, and say what it holds now."""
        data: dict[str, Any] = self.cleaned_data
        for name in set(self.changed_data) & set(self.now):
            if self.now[name] not in (self.fields[name].initial, data.get(name)):
                labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
                sentence = _("Iemand anders wijzigde dit intussen. Nu staat er: “%(value)s”.")
                self.add_error(name, sentence % {"value": labels.get(self.now[name], self.now[name])})
        if self.errors:
            # The next submission is compared with the present values.
            sent: Any = self.data
            sent = self.data = sent.copy()
            sent[self.add_prefix(SEEN)] = json.dumps(self.now)
        return data

    @property
    def milestones(self) -> list[forms.BoundField]:
        """The fields for the milestones."""
        return [self[name] for name in self.fields if name.startswith(MILESTONE)]

    @property
    def is_open(self) -> bool:
        """Whether the part with changes should be open: it has input or an error."""
        return bool(self.errors) or (self.is_bound and self.is_changed)

    @property
    def is_changed(self) -> bool:
        """Whether any field other than the choice and the reason was filled in."""
        return any(name not in ("choice", "reason", SEEN) for name in self.changed_data)

    @property
    def answer(self) -> ActionAnswer:
        """The answer for the flow, once the form is valid."""
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
