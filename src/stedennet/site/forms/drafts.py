"""The forms to draft an edition together."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.rules.drafts import MAX_TEXT_LENGTH, Field
from stedennet.network.models import Organisation


class BehalfForm(forms.Form):
    """Something said on behalf of a party; the party is asked for only when the sender speaks for several."""

    def __init__(self, *args: Any, parties: Sequence[Organisation] = (), **more: Any) -> None:
        """Offer `parties`, those that the sender speaks for."""
        super().__init__(*args, **more)
        self.parties = {party.slug: party for party in parties}
        if len(self.parties) > 1:
            choices = [(slug, party.name) for slug, party in self.parties.items()]
            self.fields["organisation"] = forms.ChoiceField(label=_("Namens"), choices=choices, initial=choices[0][0])

    @property
    def said(self) -> dict[str, Any]:
        """The fields for the flow, the party as a record."""
        data = dict(self.cleaned_data)
        return data | {"organisation": self.parties[data["organisation"]]} if "organisation" in data else data


class ProposalForm(BehalfForm):
    """A new wording of one of the texts of an action, or of the foreword."""

    field = forms.ChoiceField(label=_("Welke tekst"))
    words = forms.CharField(label=_("Uw woorden"), max_length=MAX_TEXT_LENGTH, widget=forms.Textarea({"rows": 6}))
    why = forms.CharField(label=_("Waarom"), max_length=400, required=False)

    def __init__(self, *args: Any, fields: Sequence[Field], **more: Any) -> None:
        """Offer `fields`, the texts that can change; a single one is not asked for."""
        super().__init__(*args, **more)
        field = self.fields["field"]
        field.choices = [(option.value, option.label) for option in fields]  # type: ignore[attr-defined]
        field.initial = fields[-1].value
        if len(fields) == 1:
            field.widget = forms.HiddenInput()


class NewActionForm(BehalfForm):
    """A new action: its title and what it is in one sentence."""

    words = forms.CharField(label=_("Titel van de actie"), max_length=200)
    why = forms.CharField(label=_("Wat u wilt doen, in één zin"), max_length=400)


class CommentForm(BehalfForm):
    """A party's comment on a text."""

    paragraph = forms.CharField(
        label=_("Over welke woorden"),
        max_length=300,
        required=False,
        help_text=_("Kies “Zeg hier iets over” bij een alinea, of kopieer woorden uit de tekst."),
    )
    text = forms.CharField(label=_("Uw opmerking"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class DecisionForm(forms.Form):
    """The decision to accept a wording, edited or not, or to decline it with a reason."""

    words = forms.CharField(
        label=_("Zo wordt de tekst"), max_length=MAX_TEXT_LENGTH, widget=forms.Textarea({"rows": 6})
    )
    code = forms.CharField(
        label=_("Code van de nieuwe actie"),
        max_length=9,
        required=False,
        help_text=_("Zoals SM-4. Als lezers de editie zien, verandert de code niet meer."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("Waarom niet"), max_length=400, required=False)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, str] | None = None, is_new: bool) -> None:
        """Ask for a code when `is_new`: the proposal is a new action."""
        super().__init__(data, initial=initial)
        if not is_new:
            del self.fields["code"]
