"""The forms with which parties draft together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.rules.drafting import LONGEST, Field

TEXTS = [(one.value, one.label) for one in (Field.TITLE, Field.LEAD, Field.DESCRIPTION)]


class ProposalForm(forms.Form):
    """Other words for one of an action's texts."""

    field = forms.ChoiceField(label=_("Welke tekst"), choices=TEXTS, initial=Field.DESCRIPTION)
    words = forms.CharField(label=_("Uw woorden"), max_length=LONGEST, widget=forms.Textarea({"rows": 6}))
    why = forms.CharField(label=_("Waarom"), max_length=400, required=False)


class NewActionForm(forms.Form):
    """A new action: its title and what it is in one sentence."""

    words = forms.CharField(label=_("Titel van de actie"), max_length=200)
    why = forms.CharField(label=_("Wat u wilt doen, in één zin"), max_length=400)


class CommentForm(forms.Form):
    """What a party says about a text."""

    paragraph = forms.CharField(
        label=_("Over welke woorden"), max_length=300, required=False, help_text=_("Kopieer ze uit de tekst.")
    )
    text = forms.CharField(label=_("Uw opmerking"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class DecisionForm(forms.Form):
    """Taking over words, changed or not, or declining them with a reason."""

    words = forms.CharField(label=_("Zo wordt de tekst"), max_length=LONGEST, widget=forms.Textarea({"rows": 6}))
    seen = forms.CharField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("Waarom niet"), max_length=400, required=False)
