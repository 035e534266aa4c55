"""Fields in which somebody types a city or an organisation: found by every name of it, asked about when unclear."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.core.clock import today
from stedennet.network.models import Organisation
from stedennet.network.querysets.names import look_up_organisation, look_up_organisations

MUNICIPALITY = Organisation.Kind.MUNICIPALITY


class OrganisationNameField(forms.CharField):
    """A name in the writer's words. A name that several organisations have is asked about, with their full names.

    With `known_only` it has to be in the register. Gives the text as it was typed.
    """

    def __init__(self, *, known_only: bool = False, kind: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.known_only, self.kind = known_only, kind

    def clean(self, value: Any) -> Any:
        """The name. Raises ValidationError with the choices when it is unclear."""
        name = super().clean(value)
        if not name:
            return name
        found = look_up_organisation(name, day=today(), kind=self.kind)
        if found.choices:
            raise forms.ValidationError(found.question)
        if self.known_only and found.organisation is None:
            raise forms.ValidationError(_("Deze organisatie kennen wij niet. Kies een naam uit de lijst."))
        return name


class CitiesField(forms.CharField):
    """Municipalities with a semicolon between them; gives the organisations, each once, in the order of typing."""

    def __init__(self, *, unknown: Any, **more: Any) -> None:
        """`unknown` is the sentence for names that are not in the register, with a place for `names`."""
        super().__init__(**more)
        self.unknown = unknown

    def clean(self, value: Any) -> Any:
        """The municipalities. Raises ValidationError for unknown names, and with the choices for unclear ones."""
        names = [one.strip() for one in super().clean(value).split(";") if one.strip()]
        found = look_up_organisations(names, day=today(), kind=MUNICIPALITY)
        unclear = [f"{name}. {one.question}" for name, one in found.items() if one.choices]
        missing = [name for name, one in found.items() if one.organisation is None and not one.choices]
        if unclear or missing:
            raise forms.ValidationError([*unclear, *self._about(missing)])
        return list(dict.fromkeys(one.organisation for one in found.values()))

    def _about(self, missing: Iterable[str]) -> list[str]:
        return [self.unknown % {"names": ", ".join(missing)}] if missing else []
