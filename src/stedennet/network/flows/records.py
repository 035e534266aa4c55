"""Storing, reviewing and removing the records of the network."""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.changes.rules import UNKNOWN, date_fact
from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import Record, describe_collision, discard_record, store_record

from ..access import can_edit_network
from ..models import Representation, Theme, ThemeScheme
from ..rules.announcements import BUILDERS_BY_MODEL
from ..rules.theme_names import find_distinctions
from .representations import remove_representation, save_representation

REVIEW_AFTER = dt.timedelta(days=365)


def can_edit_records(by: Actor, record: models.Model | None = None) -> bool:
    """Whether `by` may edit the register: editors."""
    return can_edit_network(by)


@transaction.atomic
def save_record(record: Record, *, by: Actor) -> Record:
    """Store a new or changed record and announce it in the public log.

    Raises NotAllowed, or RefusedFields or Refused when the record breaks a rule or a constraint.
    """
    if not can_edit_records(by, record):
        raise NotAllowed(_("Alleen een redacteur kan dit wijzigen."))
    if isinstance(record, Representation):
        save_representation(record, by=by)
        return record
    is_new = record._state.adding
    store_record(record, in_words=_describe_database_error)
    if isinstance(record, Theme | ThemeScheme):
        _tell_themes_apart(record)
    _announce_record(record, "published" if is_new else "changed")
    return record


@transaction.atomic
def remove_record(record: models.Model, *, by: Actor) -> None:
    """Remove a record from the register; the public log says that it was withdrawn.

    Raises NotAllowed, or Refused when other records refer to it.
    """
    if not can_edit_records(by, record):
        raise NotAllowed(_("Alleen een redacteur kan dit verwijderen."))
    if isinstance(record, Representation):
        remove_representation(record, by=by)
        return
    _announce_record(record, "withdrawn")
    discard_record(record)
    if isinstance(record, Theme | ThemeScheme):
        _tell_themes_apart(record)


@transaction.atomic
def confirm_record(record: Any, *, by: Actor, day: dt.date) -> None:
    """Record that the facts are still correct on `day`; the next review is a year later. Raises NotAllowed."""
    if not can_edit_records(by, record):
        raise NotAllowed(_("Alleen een redacteur kan dit bevestigen."))
    record.reviewed_on, record.next_review_on = day, day + REVIEW_AFTER
    record.save(update_fields=["reviewed_on", "next_review_on"])


def _tell_themes_apart(record: Theme | ThemeScheme) -> None:
    """Put the scheme beside the names that recur, and take it away where a name no longer does."""
    themes = {theme.pk: theme for theme in Theme.objects.select_related("scheme")}
    named = {key: ((theme.name, theme.name_en), theme.scheme.slug) for key, theme in themes.items()}
    for key, distinction in find_distinctions(named).items():
        theme = themes[key]
        if theme.distinction != distinction:
            theme.distinction = distinction
            theme.save(update_fields=["distinction"])
            if theme == record:
                record.distinction = distinction
            else:
                announce_change(theme, "changed", title_en=_get_english_title(theme), day=UNKNOWN)


def _describe_database_error(error: str) -> Refused:
    if "one_lead" in error:
        sentence = _("In deze periode heeft het thema al een trekker. Geef die eerst een einddatum.")
        return Refused(sentence, field="begins_on")
    if "_overlap" in error:
        return Refused(_("Dit overlapt met wat er al staat voor dezelfde organisatie."), field="begins_on")
    return describe_collision(error)


def _get_english_title(subject: models.Model) -> str:
    name: str = getattr(subject, "name_en", "")
    return subject.tell_apart(name) if name and isinstance(subject, Theme) else name


def _announce_record(record: models.Model, verb: str) -> None:
    model = record._meta.model_name or ""
    if model not in BUILDERS_BY_MODEL:
        return  # Representations are not public.
    announcement = BUILDERS_BY_MODEL[model](record)
    if announcement.subject is not record and verb == "published":
        verb = "changed"
    is_from_source = bool(getattr(record, "source_url", ""))
    announce_change(
        announcement.subject,
        verb,
        note=announcement.note,
        note_en=announcement.note_en,
        behalf_of=announcement.behalf_of,
        title_en=_get_english_title(announcement.subject),
        day=UNKNOWN if announcement.is_timeless else date_fact(announcement.on, is_from_source=is_from_source),
    )
