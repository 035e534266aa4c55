"""Amounts of money with cents, typed as people write them: € 1.000,50, 1000,50 or 1000."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .numerals import parse_number_text

MOST = Decimal(10) ** 13


def parse_euros(text: str) -> Decimal:
    """The amount in `text`, in euros with at most two decimals. Raises ValueError with a message."""
    euros = parse_number_text(text.strip(), thousands=True)
    if not 0 <= euros < MOST or euros != round(euros, 2):
        raise ValueError(_("“%(text)s” is geen bedrag. Schrijf bijvoorbeeld 1.000,50.") % {"text": text.strip()})
    return euros


class EuroFormField(forms.CharField):
    """An amount of money in a form; gives a Decimal or None."""

    def __init__(self, **options: object) -> None:
        # Django gives these to the form field of a DecimalField; a text has no digits.
        for name in ("max_digits", "decimal_places"):
            options.pop(name, None)
        super().__init__(max_length=40, **options)  # type: ignore[arg-type]

    def prepare_value(self, value: object) -> object:
        """Write a stored amount as the field takes it back."""
        return number_format(value, decimal_pos=2, force_grouping=False) if isinstance(value, Decimal) else value

    def clean(self, value: object) -> Decimal | None:  # type: ignore[override]
        """Parse the amount, or None when empty. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_euros(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class EuroField(models.DecimalField):  # type: ignore[type-arg]
    """An amount of money, stored with cents."""

    def __init__(self, verbose_name: object = None, **options: object) -> None:
        super().__init__(verbose_name, **{"max_digits": 15, "decimal_places": 2, **options})  # type: ignore[arg-type]

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        """To a migration it is the decimal field that it is in the database."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DecimalField", arguments, options

    def formfield(self, **options: object) -> forms.Field | None:  # type: ignore[override]
        """A text field, because the browser's field for numbers knows no Dutch separators."""
        return models.Field.formfield(self, **{"form_class": EuroFormField, **options})  # type: ignore[arg-type]
