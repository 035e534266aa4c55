"""The forms for calls: place one, answer one, converse, and record the outcome."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.calls.rules.states import Outcome, Talk
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme

from ..public_forms.base import SenderForm
from .organisation_fields import OrganisationNameField


class CallForm(SenderForm):
    """A call: looking for a partner, or offering to be one."""

    kind = forms.ChoiceField(
        label=_("Zoekt u een partner, of biedt u zich aan?"),
        error_messages={"required": _("Kies of u een partner zoekt of zich aanbiedt.")},
        choices=[
            (Call.Kind.LOOKING, _("Wij zoeken een partner")),
            (Call.Kind.OFFERING, _("Wij bieden ons aan als partner")),
        ],
        widget=forms.RadioSelect,
        initial=Call.Kind.LOOKING,
    )
    title = forms.CharField(
        label=_("Uw oproep in een paar woorden"),
        error_messages={"required": _("Vul in hoe uw oproep heet.")},
        max_length=150,
    )
    what_for = forms.CharField(
        label=_("Wat zoekt of biedt u, en waarvoor?"),
        error_messages={"required": _("Vul in wat u zoekt of biedt.")},
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Twee of drie zinnen. Meer vertellen kan later."),
    )
    closes_on = forms.DateField(
        label=_("Tot wanneer kan iemand reageren?"),
        error_messages={
            "required": _("Vul in tot wanneer iemand kan reageren."),
            "invalid": _("Schrijf een dag zoals 2027-03-31."),
        },
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Hooguit een jaar. Langer maken kan later met één klik."),
    )
    name = None  # type: ignore[assignment]
    on = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["kind", "title", "what_for", "closes_on", "email"]


class InterestForm(SenderForm):
    """An answer to a call: three fixed questions."""

    together = forms.CharField(
        label=_("Wat wilt u samen doen?"),
        error_messages={"required": _("Vul in wat u samen wilt doen.")},
        max_length=1500,
        widget=forms.Textarea({"rows": 5}),
    )
    unclear = forms.CharField(
        label=_("Wat is nog onduidelijk?"), max_length=1500, required=False, widget=forms.Textarea({"rows": 3})
    )
    who = forms.CharField(
        label=_("Wie bent u?"),
        error_messages={"required": _("Vul in wie u bent.")},
        max_length=300,
        help_text=_("Uw organisatie en wat die doet."),
    )
    field_order = ["together", "unclear", "who", "name", "email"]


class MessageForm(forms.Form):
    """A message in a conversation; its files are read separately (message_files.py)."""

    text = forms.CharField(label=_("Uw bericht"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4}))


class TalkForm(forms.Form):
    """The state of a conversation."""

    stand = forms.ChoiceField(label=_("Hoe staat het ervoor"))

    def __init__(self, *args: Any, moves: Sequence[Talk], **more: Any) -> None:
        """Offer `moves`, the states that can follow the present one."""
        super().__init__(*args, **more)
        field: Any = self.fields["stand"]
        field.choices = [(to.value, to.label) for to in moves]


class OutcomeForm(forms.Form):
    """The outcome of a call."""

    outcome = forms.ChoiceField(label=_("Wat kwam ervan?"), choices=Outcome.choices, widget=forms.RadioSelect)
    partner = forms.CharField(
        label=_("Met wie?"), max_length=150, required=False, help_text=_("Staat op de site. Leeg laten mag.")
    )


class CallDetailsForm(forms.Form):
    """Everything that the owner tells of a call, for as far as its state allows (calls/flows/corrections.py)."""

    title = forms.CharField(
        label=_("Uw oproep in een paar woorden"),
        error_messages={"required": _("Vul in hoe uw oproep heet.")},
        max_length=150,
    )
    what_for = forms.CharField(
        label=_("Wat zoekt of biedt u, en waarvoor?"),
        error_messages={"required": _("Vul in wat u zoekt of biedt.")},
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )
    work = forms.CharField(
        label=_("Wat doet de partner?"),
        max_length=3000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Schrijf zo precies mogelijk om welk werk het gaat."),
    )
    wanted = forms.MultipleChoiceField(
        label=_("Welke soort organisatie past?"),
        choices=Organisation.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gives = forms.MultipleChoiceField(
        label=_("Wat levert het de partner op?"),
        choices=Call.Gives.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gives_in_words = forms.CharField(label=_("Wat levert het op, in uw woorden"), max_length=300, required=False)
    closes_on = forms.DateField(
        label=_("Tot wanneer kan iemand reageren?"),
        error_messages={
            "required": _("Vul in tot wanneer iemand kan reageren."),
            "invalid": _("Schrijf een dag zoals 2027-03-31."),
        },
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    theme = forms.ModelChoiceField(
        label=_("Bij welk thema past het?"),
        queryset=Theme.objects.select_related("scheme"),
        to_field_name="slug",
        required=False,
        empty_label=_("Dat weet ik niet"),
    )
    province = forms.ModelChoiceField(
        label=_("In welke provincie?"),
        queryset=Organisation.objects.of_kind("province").order_by("name"),
        to_field_name="slug",
        required=False,
        empty_label=_("Heel Nederland"),
    )
    organisation_in_words = OrganisationNameField(
        label=_("Uw organisatie"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
        help_text=_("Staat bij de oproep."),
    )
    owner_name = forms.CharField(
        label=_("Uw naam"), max_length=100, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    words = forms.CharField(
        label=_("Wat hebt u veranderd?"),
        error_messages={"required": _("Vul in wat u hebt veranderd.")},
        max_length=400,
    )

    def __init__(self, *args: Any, names: Collection[str], **more: Any) -> None:
        """Offer the fields of `names`."""
        super().__init__(*args, **more)
        self.fields["theme"].label_from_instance = lambda theme: theme.full_title  # type: ignore[attr-defined]
        for name in set(self.fields) - set(names):
            del self.fields[name]


def theme_of(initiative: Initiative | None, action: Action | None) -> str:
    """The slug of the first theme of an initiative or an action; empty without one."""
    about = initiative or (action.commitments.public().first() if action else None)
    theme = about.themes.first() if about else None
    return theme.slug if theme else ""
