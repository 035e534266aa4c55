"""The forms for initiatives: submit, edit, claim, ask a question, and adopt."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.core.day_texts import parse_day_text
from stedennet.core.import_plans import format_day_cell, parse_whole_euros
from stedennet.initiatives.flows.submissions import KNOWS, WORKS
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.choices import ContactLevel, Kind, Phase
from stedennet.network.models import Organisation, Theme

from ..public_forms.base import PublicForm, SenderForm
from .organisation_fields import MUNICIPALITY, CitiesField, OrganisationNameField


class PeriodField(forms.CharField):
    """A day of any precision: 2027, 2027-K3 (quarter), 2027-09 or 2027-09-25. Gives the day and the precision."""

    def clean(self, value: str | None) -> tuple[dt.date | None, str]:
        """Parse the day (or None) and its precision. Raises ValidationError."""
        try:
            return parse_day_text(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class EuroField(forms.CharField):
    """Whole euros; gives a number or None."""

    def clean(self, value: str | None) -> int | None:
        """Parse the number, or None when empty. Raises ValidationError."""
        try:
            return parse_whole_euros(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class SubmitInitiativeForm(PublicForm):
    """A new initiative or a tip, filled in within two minutes."""

    title = forms.CharField(
        label=_("Hoe heet het initiatief?"),
        max_length=150,
        widget=forms.TextInput({"hx-trigger": "input changed delay:400ms", "hx-target": "#lijkt-op"}),
    )
    city = OrganisationNameField(
        label=_("In welke stad?"),
        kind=MUNICIPALITY,
        max_length=150,
        widget=forms.TextInput({"list": "steden", "autocomplete": "off"}),
    )
    theme = forms.ChoiceField(label=_("Bij welk thema past het?"), required=False)
    summary = forms.CharField(label=_("Wat is het, in één zin?"), max_length=300, widget=forms.Textarea({"rows": 3}))
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Niemand ziet dit. U krijgt een mail om te bevestigen."),
    )
    part = forms.ChoiceField(
        label=_("Wat is uw rol?"),
        choices=[(WORKS, _("Ik werk eraan")), (KNOWS, _("Ik ken het: een tip"))],
        widget=forms.RadioSelect,
        initial=WORKS,
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, person: User | None = None) -> None:
        super().__init__(data)
        self.person = person
        if person is not None:
            del self.fields["email"]
        self.fields["title"].widget.attrs["hx-get"] = reverse("initiative_look_alikes")
        themes = Theme.objects.select_related("scheme")
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", _("Dat weet ik niet")),
            *((theme.slug, theme.full_title) for theme in themes),
        ]

    def clean(self) -> dict[str, Any]:
        """Add the address of the signed-in user."""
        typed = super().clean() or {}
        return typed if self.person is None else {**typed, "email": self.person.email}


class ClaimForm(SenderForm):
    """A claim: somebody of the organisation becomes the owner of a tip."""

    organisation = OrganisationNameField(
        label=_("Uw organisatie"),
        known_only=True,
        max_length=200,
        widget=forms.TextInput({"list": "organisaties", "autocomplete": "organization"}),
    )
    role = forms.CharField(label=_("Uw functie"), max_length=120)
    field_order = ["name", "email", "organisation", "role"]


class QuestionForm(SenderForm):
    """A question that is relayed to the lead of an initiative."""

    text = forms.CharField(label=_("Uw vraag"), max_length=2000, widget=forms.Textarea({"rows": 6}))
    field_order = ["name", "email", "text"]

    def __init__(self, data: QueryDict | None = None, *, person: User | None = None) -> None:
        """Explain that only the lead sees the address."""
        super().__init__(data, person=person)
        if "email" in self.fields:
            self.fields["email"].help_text = _("Alleen wie antwoordt ziet dit.")


class InitiativeForm(forms.Form):
    """All fields of an initiative. Lists have a line for each item, its parts separated by semicolons."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Naam"), max_length=150)
    summary = forms.CharField(label=_("In één zin"), max_length=300, widget=forms.Textarea({"rows": 2}))
    description = forms.CharField(
        label=_("Beschrijving"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 8})
    )
    challenge = forms.CharField(
        label=_("Voor welke opgave"), max_length=300, required=False, help_text=_("Zoals: schonere lucht in de wijk.")
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Thema's"),
        queryset=Theme.objects.none(),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    cities = CitiesField(
        label=_("Steden"),
        max_length=2000,
        required=False,
        help_text=_("Met een puntkomma ertussen."),
        unknown=_("Deze gemeenten kennen wij niet: %(names)s. Zet andere plaatsen in het veld hieronder."),
    )
    elsewhere = forms.CharField(label=_("Andere plaatsen, in woorden"), max_length=200, required=False)
    phase = forms.ChoiceField(label=_("Fase"), required=False, choices=[("", _("onbekend")), *Phase.choices])
    phase_on = PeriodField(
        label=_("In deze fase sinds"), required=False, help_text=_("Zoals 2027, 2027-09 of 2027-09-25.")
    )
    begins = PeriodField(label=_("Begonnen"), required=False)
    ends = PeriodField(label=_("Klaar"), required=False)
    partners = forms.CharField(
        label=_("Partners"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Een regel per partner: naam; wat die doet."),
    )
    costs_low = EuroField(label=_("Kosten vanaf, in euro"), max_length=20, required=False)
    costs_high = EuroField(label=_("Kosten tot, in euro"), max_length=20, required=False)
    financing = forms.CharField(label=_("Waar het geld vandaan komt"), max_length=200, required=False)
    results = forms.CharField(
        label=_("Resultaten"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Een regel per resultaat: wat; het cijfer. Zoals: minder stroom; 12 %."),
    )
    lessons = forms.CharField(
        label=_("Lessen"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Een regel per les. Wat gestopt is heeft er minstens één."),
    )
    products = forms.CharField(
        label=_("Wat er is gemaakt"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Een regel per stuk: soort; titel; adres; licentie. Zoals: software; Meetkaart; https://…; EUPL."),
    )
    principles = forms.CharField(label=_("Principes die het volgt"), max_length=400, required=False)
    links = forms.CharField(
        label=_("Meer lezen"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Een regel per link: titel; adres."),
    )
    contact_level = forms.ChoiceField(
        label=_("Wat mogen lezers van u zien?"), choices=ContactLevel.choices, initial=ContactLevel.NONE
    )
    contact_role = forms.CharField(label=_("Uw functie"), max_length=120, required=False)
    contact_name = forms.CharField(label=_("Uw naam"), max_length=120, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        themes = self.fields["themes"]
        themes.queryset = Theme.objects.select_related("scheme")  # type: ignore[attr-defined]
        themes.label_from_instance = lambda theme: theme.full_title  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts for `update_initiative`, once the form is valid."""
        data = dict(self.cleaned_data)
        data.pop("seen")
        for name in ("begins", "ends"):
            data[f"{name}_on"], data[f"{name}_precision"] = data.pop(name)
        data["phase_on"], data["phase_precision"] = data["phase_on"]
        return data


class ResubmitForm(forms.Form):
    """The changes that the owner made before submitting again."""

    words = forms.CharField(label=_("Wat hebt u veranderd?"), max_length=400)


def initial_of(initiative: Initiative, lists: dict[str, str]) -> dict[str, object]:
    """The initial values of `InitiativeForm`; `lists` are the lists as lines of text."""
    plain = (
        "title",
        "summary",
        "description",
        "challenge",
        "elsewhere",
        "phase",
        "financing",
        "principles",
        "contact_level",
        "contact_role",
        "contact_name",
    )
    euros = {name: getattr(initiative, name) for name in ("costs_low", "costs_high")}
    step = initiative.steps.last()
    return {
        **{name: getattr(initiative, name) for name in plain},
        **{name: "" if euro is None else str(euro) for name, euro in euros.items()},
        **lists,
        "seen": initiative.revision,
        "themes": [theme.slug for theme in initiative.themes.all()],
        "cities": "; ".join(city.name for city in initiative.cities.all()),
        "begins": format_day_cell(initiative.begins_on, initiative.begins_precision),
        "ends": format_day_cell(initiative.ends_on, initiative.ends_precision),
        "phase_on": format_day_cell(step.on, step.precision) if step else "",
    }


class AdoptionForm(forms.Form):
    """The adoption of an initiative by a city."""

    organisation = forms.ModelChoiceField(label=_("Wie neemt het over"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label=_("Hoe"), choices=Kind.choices, widget=forms.RadioSelect)
    of = forms.ModelChoiceField(
        label=_("Van wie"), queryset=Adoption.objects.none(), required=False, empty_label=_("Van het initiatief zelf")
    )
    since = PeriodField(label=_("Sinds"), required=False, help_text=_("Zoals 2027, 2027-09 of 2027-09-25."))
    costs = forms.CharField(label=_("Wat het kostte"), max_length=200, required=False)
    taught = forms.CharField(
        label=_("Geleerde lessen"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )
    contact_level = forms.ChoiceField(
        label=_("Wat mogen lezers zien van wie zij het kunnen vragen?"),
        choices=ContactLevel.choices,
        initial=ContactLevel.NONE,
    )
    contact_role = forms.CharField(label=_("Functie"), max_length=120, required=False)
    contact_name = forms.CharField(label=_("Naam"), max_length=120, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, organisations: QuerySet[Organisation], adoptions: QuerySet[Adoption]
    ) -> None:
        super().__init__(data)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        of = self.fields["of"]
        of.queryset = adoptions  # type: ignore[attr-defined]
        of.label_from_instance = lambda adoption: adoption.organisation.name  # type: ignore[attr-defined]


class AdoptionAnswerForm(forms.Form):
    """The answer of the source's owner, who confirms or disputes an adoption."""

    words = forms.CharField(label=_("Waarom klopt het niet"), max_length=400, required=False)
