"""Storing and removing one record, with words for whatever says no. A room's own keeping builds on this."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from .errors import Refused, RefusedFields
from .typed_text import clean_line, clean_text

Record = TypeVar("Record", bound=models.Model)


def describe_collision(error: str) -> Refused:
    """What to say when the database refuses and nobody knows better."""
    return Refused(_("De database weigert dit: het botst met wat er al staat."))


def store_record(record: Record, *, in_words: Callable[[str], Refused] = describe_collision) -> Record:
    """Check and save; texts become clean ones (typed_text.py), so that equal texts are equal wherever they came from.

    Raises RefusedFields with a sentence for each field, or what `in_words` makes of the database's own error.
    """
    for field in record._meta.concrete_fields:
        if isinstance(value := record.__dict__.get(field.attname), str):
            setattr(record, field.attname, clean_field_value(field, value))
    try:
        record.full_clean()
    except ValidationError as error:
        fields = {field: " ".join(sentences) for field, sentences in error.message_dict.items()}
        raise RefusedFields(fields) from error
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise in_words(str(error)) from error
    return record


def clean_field_value(field: Any, value: Any) -> Any:
    """The value as `store` keeps it in this field of a model: a text without what nobody sees."""
    if not isinstance(value, str) or not isinstance(field, models.CharField | models.TextField):
        return value
    return clean_line(value) if isinstance(field, models.CharField) else clean_text(value)


def discard_record(record: models.Model, *, in_words: Callable[[str], Refused] = describe_collision) -> None:
    """Delete. Raises Refused when other records still need it, or the database says no."""
    try:
        with transaction.atomic():
            record.delete()
    except ProtectedError as error:
        raise Refused(_("Dit kan niet weg: andere gegevens hangen eraan vast.")) from error
    except IntegrityError as error:
        raise in_words(str(error)) from error
