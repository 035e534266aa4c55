"""The forms to start and to change a subscription."""

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stedennet.network.models import Theme
from stedennet.spreading.rules.choices import Choice, Kind, Rhythm, choose_kinds

from ..public_forms.base import PublicForm, build_email_field
from .organisation_fields import CitiesField

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
MOST_CITIES = 1500


def _build_rhythm_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Hoe vaak wilt u mail?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        initial=Rhythm.WEEKLY,
        error_messages={"required": _("Kies hoe vaak u mail wilt.")},
    )


def _build_language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("In welke taal?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een taal.")},
    )


def _build_kinds_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Waarover wilt u horen?"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies waarover u wilt horen.")},
    )


def _build_themes_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Alleen deze thema’s"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kiest u niets, dan hoort u over alle thema’s."),
    )


def _build_cities_field() -> CitiesField:
    return CitiesField(
        label=_("Alleen deze steden"),
        required=False,
        max_length=MOST_CITIES,
        widget=forms.TextInput({"list": "steden", "autocomplete": "off"}),
        help_text=_("Met een puntkomma ertussen. Vult u niets in, dan hoort u over alle steden."),
        unknown=_("Deze gemeenten kennen wij niet: %(names)s."),
    )


class SubscribeToListForm(PublicForm):
    """A subscription to a list with its filters: address, rhythm and language."""

    email = build_email_field(_("U krijgt eerst een mail om te bevestigen. Stoppen kan altijd."))
    rhythm = _build_rhythm_field()
    language = _build_language_field()

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"language": (get_language() or "nl")[:2]})


class _KindsForm(forms.Form):
    """The kinds, themes and cities to subscribe to."""

    kinds = _build_kinds_field()
    themes = _build_themes_field()
    cities = _build_cities_field()

    def offer_themes(self) -> None:
        """Offer all themes."""
        themes = Theme.objects.select_related("scheme")
        self.fields["themes"].choices = [(theme.slug, theme.full_title) for theme in themes]  # type: ignore[attr-defined]

    def clean_cities(self) -> list[str]:
        """The slugs of the municipalities that were typed."""
        return [city.slug for city in self.cleaned_data["cities"]]

    @property
    def choice(self) -> Choice:
        """The choice for the flow, once the form is valid. Raises Refused."""
        data = self.cleaned_data
        return choose_kinds(data["kinds"], themes=data["themes"], cities=data["cities"])


class SubscribeForm(_KindsForm, SubscribeToListForm):
    """A subscription to kinds, themes and cities."""

    field_order = ["email", "kinds", "themes", "cities", "rhythm", "language"]

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.offer_themes()
        self.initial["kinds"] = [kind.value for kind in Kind if kind != Kind.NEWSLETTER]


class ChangeListForm(forms.Form):
    """The rhythm and the language of a subscription to a list."""

    rhythm = _build_rhythm_field()
    language = _build_language_field()


class ChangeNewsletterForm(forms.Form):
    """The language of a subscription to the newsletter; its rhythm is up to the editors."""

    language = _build_language_field()


class ChangeKindsForm(_KindsForm, ChangeListForm):
    """Other kinds, themes, cities, rhythm or language."""

    field_order = ["kinds", "themes", "cities", "rhythm", "language"]

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.offer_themes()
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in Kind if kind != Kind.NEWSLETTER
        ]
