"""Fields for the name of a city or an organisation: they know every name, and ask when a name is ambiguous."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.network.models import Organisation
from stedennet.network.querysets.names import look_up_organisation, look_up_organisations, suggest_organisations

MUNICIPALITY = Organisation.Kind.MUNICIPALITY


class OrganisationNameField(forms.CharField):
    """The name of an organisation. A name that several share is refused, with their full names to choose from.

    With `known_only` the name has to be in the register. Gives the text as it was typed.
    """

    def __init__(self, *, known_only: bool = False, kind: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.known_only, self.kind = known_only, kind

    def clean(self, value: str | None) -> str:
        """Check the name. Raises ValidationError, with the choices when it is ambiguous."""
        name: str = super().clean(value)
        if not name:
            return name
        match = look_up_organisation(name, day=today(), kind=self.kind)
        if match.choices:
            raise forms.ValidationError(match.question)
        if self.known_only and match.organisation is None:
            unknown = _("Deze organisatie kennen wij niet. Kies een naam uit de lijst.")
            raise forms.ValidationError(" ".join([unknown, *_ask_which([name], self.kind)]))
        return name


class CitiesField(forms.CharField):
    """Municipalities separated by semicolons; gives the organisations, each once, in the order typed."""

    def __init__(self, *, unknown: str | Promise, **more: Any) -> None:
        """Set `unknown`, the sentence for names that are not in the register, with a placeholder `names`."""
        super().__init__(**more)
        self.unknown = unknown

    def clean(self, value: str | None) -> list[Organisation]:
        """Look up the municipalities. Raises ValidationError for unknown and, with the choices, ambiguous names."""
        names = [name.strip() for name in super().clean(value).split(";") if name.strip()]
        matches = look_up_organisations(names, day=today(), kind=MUNICIPALITY)
        unclear = [f"{name}. {match.question}" for name, match in matches.items() if match.choices]
        missing = [name for name, match in matches.items() if match.organisation is None and not match.choices]
        if unclear or missing:
            raise forms.ValidationError([*unclear, *self._about(missing)])
        return list(dict.fromkeys(match.organisation for match in matches.values() if match.organisation))

    def _about(self, missing: Sequence[str]) -> list[str]:
        if not missing:
            return []
        return [" ".join([str(self.unknown) % {"names": ", ".join(missing)}, *_ask_which(missing, MUNICIPALITY)])]


def ask_about_unknown(name: str, *, kind: str) -> str:
    """What to say about a name that is not in the register, but may be right: who it may be, and that it can stay."""
    question = _ask_which([name], kind) or [_("Kijk of de naam goed gespeld is.")]
    unknown = _("“%(name)s” kennen wij niet als gemeente.") % {"name": name}
    return " ".join([unknown, *question, _("Klopt de naam toch? Druk dan nog eens op de knop.")])


def _ask_which(names: Sequence[str], kind: str) -> list[str]:
    """The question which known names are meant instead; nothing when none resembles them."""
    suggested = [found for name in names for found in suggest_organisations(name, day=today(), kind=kind)]
    choices = " / ".join(dict.fromkeys(suggested))
    return [_("Bedoelt u %(names)s?") % {"names": choices}] if choices else []
