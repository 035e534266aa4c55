"""The forms for initiatives: submit, edit, claim, ask a question, and adopt."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.core.clock import today
from stedennet.core.day_texts import parse_day_text
from stedennet.core.import_plans import format_day_cell, parse_whole_euros
from stedennet.core.numerals import parse_number_text
from stedennet.initiatives.field_types import Field, Kind
from stedennet.initiatives.field_values import format_list
from stedennet.initiatives.fields import FIELDS, READING_ORDER
from stedennet.initiatives.flows.submissions import KNOWS, WORKS
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.choices import ContactLevel, Phase
from stedennet.initiatives.rules.follow_ups import Use
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.names import look_up_organisation

from ..public_forms.base import PublicForm, SenderForm, build_email_field
from .organisation_fields import MUNICIPALITY, CitiesField, OrganisationNameField, ask_about_unknown

LONGEST_TEXT = 20_000
"""Characters of a text whose column has no maximum."""


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


class NumberField(forms.CharField):
    """A number as people write it, with at most two decimals; gives a Decimal or None."""

    def prepare_value(self, value: object) -> object:
        """Write a stored number as the field takes it back."""
        if not isinstance(value, Decimal):
            return value
        places = 0 if value == value.to_integral_value() else 2
        return number_format(value, decimal_pos=places, force_grouping=False)

    def clean(self, value: str | None) -> Decimal | None:
        """Parse the number, or None when empty. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_number_text(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 <= number < 10**13 or number != round(number, 2):
            raise forms.ValidationError(
                _("Schrijf een getal van nul of meer, met hoogstens twee cijfers na de komma.")
            )
        return number


class SubmitInitiativeForm(PublicForm):
    """A new initiative or a tip, filled in within two minutes."""

    title = forms.CharField(
        label=_("Hoe heet het initiatief?"),
        error_messages={"required": _("Vul in hoe het initiatief heet.")},
        max_length=150,
        widget=forms.TextInput({"hx-trigger": "input changed delay:400ms", "hx-target": "#lijkt-op"}),
    )
    city = OrganisationNameField(
        label=_("In welke stad?"),
        error_messages={"required": _("Vul in welke stad het doet.")},
        kind=MUNICIPALITY,
        max_length=150,
        widget=forms.TextInput({"list": "steden", "autocomplete": "off"}),
    )
    theme = forms.ChoiceField(label=_("Bij welk thema past het?"), required=False)
    summary = forms.CharField(
        label=_("Wat is het, in één zin?"),
        error_messages={"required": _("Vul in één zin in wat het is.")},
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    email = build_email_field(_("Niemand ziet dit. U krijgt een mail om te bevestigen."))
    part = forms.ChoiceField(
        label=_("Wat is uw rol?"),
        error_messages={"required": _("Kies wat uw rol is.")},
        choices=[(WORKS, _("Ik werk eraan")), (KNOWS, _("Ik ken het: een tip"))],
        widget=forms.RadioSelect,
        initial=WORKS,
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)
    sure_city = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, person: User | None = None, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
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
        """Ask back about an unknown city once, and add the address of the signed-in user."""
        typed = super().clean() or {}
        city = typed.get("city", "")
        is_known = not city or look_up_organisation(city, day=today(), kind=MUNICIPALITY).organisation
        if not is_known and typed.get("sure_city") != city:
            self.add_error("city", ask_about_unknown(city, kind=MUNICIPALITY))
            self.data = {**self.data, "sure_city": city}
        return typed if self.person is None else {**typed, "email": self.person.email}


class ClaimForm(SenderForm):
    """A claim: somebody of the organisation becomes the owner of a tip."""

    organisation = OrganisationNameField(
        label=_("Uw organisatie"),
        known_only=True,
        error_messages={"required": _("Vul in hoe uw organisatie heet.")},
        max_length=200,
        widget=forms.TextInput({"list": "organisaties", "autocomplete": "organization"}),
    )
    role = forms.CharField(
        label=_("Uw functie"), error_messages={"required": _("Vul in wat uw functie is.")}, max_length=120
    )
    field_order = ["name", "email", "organisation", "role"]


class QuestionForm(SenderForm):
    """A question that is relayed to the lead of an initiative."""

    text = forms.CharField(
        label=_("Uw vraag"),
        error_messages={"required": _("Vul uw vraag in.")},
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
    )
    field_order = ["name", "email", "text"]

    def __init__(self, data: QueryDict | None = None, *, person: User | None = None) -> None:
        """Explain that only the lead sees the address."""
        super().__init__(data, person=person)
        if "email" in self.fields:
            self.fields["email"].help_text = _("Alleen wie antwoordt ziet dit.")


def _build_line(field: Field) -> forms.Field:
    column: Any = Initiative._meta.get_field(field.name)
    return forms.CharField(
        max_length=column.max_length or LONGEST_TEXT,
        required=not column.blank,
        widget=forms.Textarea({"rows": field.rows}) if field.rows else forms.TextInput(),
    )


def _build_choice(field: Field) -> forms.Field:
    column: Any = Initiative._meta.get_field(field.name)
    return forms.ChoiceField(choices=column.choices, initial=column.default)


def _build_list(field: Field) -> forms.Field:
    return forms.CharField(required=False, widget=forms.Textarea({"rows": field.rows}))


def _build_themes(_field: Field) -> forms.Field:
    themes = forms.ModelMultipleChoiceField(
        queryset=Theme.objects.select_related("scheme"),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    themes.label_from_instance = lambda theme: theme.full_title  # type: ignore[method-assign, assignment]
    return themes


def _build_cities(_field: Field) -> forms.Field:
    unknown = _("Deze gemeenten kennen wij niet: %(names)s. Zet andere plaatsen in het veld hieronder.")
    return CitiesField(max_length=2000, required=False, unknown=unknown)


FORM_FIELDS: dict[Kind, Callable[[Field], forms.Field]] = {
    Kind.LINE: _build_line,
    Kind.TEXT: _build_line,
    Kind.CHOICE: _build_choice,
    Kind.PERIOD: lambda field: PeriodField(required=False),
    Kind.PHASE_DAY: lambda field: PeriodField(required=False),
    Kind.EUROS: lambda field: EuroField(max_length=20, required=False),
    Kind.PHASE: lambda field: forms.ChoiceField(required=False, choices=[("", _("onbekend")), *Phase.choices]),
    Kind.THEMES: _build_themes,
    Kind.CITIES: _build_cities,
    Kind.PARTNERS: _build_list,
    Kind.ITEMS: _build_list,
}
"""The form field of each kind."""


class InitiativeForm(forms.Form):
    """All fields of an initiative. Lists have a line for each item, its parts separated by semicolons."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for declared in READING_ORDER:
            if declared.label is not None:
                field = FORM_FIELDS[declared.kind](declared)
                field.label, field.help_text = declared.label, declared.help_text  # type: ignore[assignment]
                self.fields[declared.name] = field

    @property
    def facts(self) -> dict[str, Any]:
        """The facts for `update_initiative`, once the form is valid."""
        facts: dict[str, Any] = {}
        for field in FIELDS:
            if field.label is not None:
                value = self.cleaned_data[field.name]
                facts |= zip(field.parts, value if len(field.parts) > 1 else [value], strict=True)
        return facts


class ResubmitForm(forms.Form):
    """The changes that the owner made before submitting again."""

    words = forms.CharField(label=_("Wat hebt u veranderd?"), max_length=400)


def _get_value(field: Field, initiative: Initiative) -> object:
    return getattr(initiative, field.name)


def _format_euros(field: Field, initiative: Initiative) -> str:
    euros = getattr(initiative, field.name)
    return "" if euros is None else str(euros)


def _format_phase_day(_field: Field, initiative: Initiative) -> str:
    step = initiative.steps.last()
    return format_day_cell(step.on, step.precision) if step else ""


INITIAL_VALUES: dict[Kind, Callable[[Field, Initiative], object]] = {
    Kind.LINE: _get_value,
    Kind.TEXT: _get_value,
    Kind.CHOICE: _get_value,
    Kind.PHASE: _get_value,
    Kind.PHASE_DAY: _format_phase_day,
    Kind.PERIOD: lambda field, initiative: format_day_cell(*(getattr(initiative, name) for name in field.parts)),
    Kind.EUROS: _format_euros,
    Kind.THEMES: lambda field, initiative: [theme.slug for theme in initiative.themes.all()],
    Kind.CITIES: lambda field, initiative: "; ".join(city.name for city in initiative.cities.all()),
    Kind.PARTNERS: format_list,
    Kind.ITEMS: format_list,
}
"""What the form shows of a stored value of each kind."""


def build_initial_values(initiative: Initiative) -> dict[str, object]:
    """The stored values as `InitiativeForm` takes them back: unchanged, they change nothing."""
    values = {field.name: INITIAL_VALUES[field.kind](field, initiative) for field in FIELDS if field.label is not None}
    return {"seen": initiative.revision, **values}


class AdoptionForm(forms.Form):
    """The adoption of an initiative by a city; `chosen` is the slug of the one that is selected at first."""

    organisation = forms.ModelChoiceField(label=_("Wie neemt het over"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label=_("Hoe"), choices=Adoption.Kind.choices, widget=forms.RadioSelect)
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
        self,
        data: QueryDict | None = None,
        *,
        organisations: QuerySet[Organisation],
        adoptions: QuerySet[Adoption],
        chosen: str = "",
    ) -> None:
        super().__init__(data, initial={"organisation": organisations.filter(slug=chosen).first()})
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        of = self.fields["of"]
        of.queryset = adoptions  # type: ignore[attr-defined]
        of.label_from_instance = lambda adoption: adoption.organisation.name  # type: ignore[attr-defined]


class AdoptionAnswerForm(forms.Form):
    """The answer of the source's owner, who confirms or disputes an adoption."""

    words = forms.CharField(label=_("Waarom klopt het niet"), max_length=400, required=False)


class FollowUpForm(forms.Form):
    """How an adoption goes: one choice, and if somebody wants a sentence and a number."""

    use = forms.ChoiceField(label=_("Hoe gaat het?"), choices=Use.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In één zin"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))
    amount = NumberField(
        label=_("Een getal, als u dat hebt"), max_length=40, required=False, help_text=_("Zoals: 1500 of 12,5.")
    )
    unit = forms.CharField(
        label=_("Waarvan"), max_length=60, required=False, help_text=_("Zoals: kWh per jaar, of euro per jaar.")
    )
    amount_source = forms.CharField(
        label=_("Waar het getal vandaan komt"),
        max_length=300,
        required=False,
        help_text=_("Een webadres, of woorden zoals: eigen telling, mei 2027."),
    )
