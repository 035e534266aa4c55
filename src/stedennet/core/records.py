"""Storing and removing one record, with words for whatever says no. A room's own keeping builds on this."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from .errors import Refused, RefusedFields
from .text import plain_lines

Record = TypeVar("Record", bound=models.Model)


def collision(error: str) -> Refused:
    """What to say when the database refuses and nobody knows better."""
    return Refused(_("De database weigert dit: het botst met wat er al staat."))


def store(record: Record, *, in_words: Callable[[str], Refused] = collision) -> Record:
    """Check and save; the line ends of browsers become plain ones, so that equal texts are equal.

    Raises RefusedFields with a sentence for each field, or what `in_words` makes of the database's own error.
    """
    for field in record._meta.concrete_fields:
        value = record.__dict__.get(field.attname)
        if isinstance(value, str) and "\r" in value:
            setattr(record, field.attname, plain_lines(value))
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


def discard(record: models.Model, *, in_words: Callable[[str], Refused] = collision) -> None:
    """Delete. Raises Refused when other records still need it, or the database says no."""
    try:
        with transaction.atomic():
            record.delete()
    except ProtectedError as error:
        raise Refused(_("Dit kan niet weg: andere gegevens hangen eraan vast.")) from error
    except IntegrityError as error:
        raise in_words(str(error)) from error
