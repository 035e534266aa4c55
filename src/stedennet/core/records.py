"""Saves and deletes one record, with a sentence for every refusal. The rooms' own flows build on this."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from .errors import Refused, RefusedFields
from .typed_text import clean_line, clean_text

Record = TypeVar("Record", bound=models.Model)


def describe_collision(error: str) -> Refused:
    """The sentence for a database error that no room explains."""
    if "names_an_example" in error:
        return Refused(_("Dat is een voorbeeld. Kies iets dat echt bestaat."))
    return Refused(_("De database weigert dit: het botst met wat er al staat."))


def store_record(record: Record, *, in_words: Callable[[str], Refused] = describe_collision) -> Record:
    """Validate and save; texts are cleaned first (typed_text.py), so that equal texts are equal whatever their source.

    Raises RefusedFields with a message for each field, or what `in_words` makes of a database error.
    """
    for field in record._meta.concrete_fields:
        if isinstance(value := record.__dict__.get(field.attname), str):
            setattr(record, field.attname, clean_field_value(field, value))
    try:
        record.full_clean(validate_constraints=False)
        with transaction.atomic():
            record.save()
    except ValidationError:
        _refuse_fields(record)
        raise
    except IntegrityError as error:
        _refuse_fields(record)
        raise in_words(str(error)) from error
    return record


def _refuse_fields(record: models.Model) -> None:
    """Say which fields are wrong. Only now are the constraints asked one by one, which costs a query each.

    Returns when Django finds nothing wrong: then a trigger of ours refused, or somebody else was first.
    """
    try:
        record.full_clean()
    except ValidationError as error:
        fields = {field: " ".join(sentences) for field, sentences in error.message_dict.items()}
        raise RefusedFields(fields) from error


def clean_field_value(field: object, value: object) -> object:
    """The value as `store_record` stores it in this model field: text without invisible characters."""
    if not isinstance(value, str) or not isinstance(field, models.CharField | models.TextField):
        return value
    return clean_line(value) if isinstance(field, models.CharField) else clean_text(value)


def discard_record(record: models.Model, *, in_words: Callable[[str], Refused] = describe_collision) -> None:
    """Delete the record. Raises Refused when other records still refer to it, or the database refuses."""
    try:
        with transaction.atomic():
            record.delete()
    except ProtectedError as error:
        raise Refused(_("Dit kan niet weg: andere gegevens hangen eraan vast.")) from error
    except IntegrityError as error:
        raise in_words(str(error)) from error
