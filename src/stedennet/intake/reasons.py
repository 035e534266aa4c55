"""Reasons that come back often: editors and moderators write them once, choose one, and change its words each time."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, is_editor, is_moderator
from stedennet.core.errors import NotAllowed
from stedennet.core.records import Record, discard_record, store_record

from .models import StandardReason


def can_edit_reasons(by: Actor) -> bool:
    """Whoever judges: moderators, editors, administrators, and the program itself."""
    return is_moderator(by) or is_editor(by)


@transaction.atomic
def save_reason(reason: Record, *, by: Actor) -> Record:
    """Store a new or changed reason; what was decided with it keeps its own words. Raises NotAllowed, or Refused."""
    _check_allowed(by)
    return store_record(reason)


@transaction.atomic
def remove_reason(reason: StandardReason, *, by: Actor) -> None:
    """Take it off the list. Raises NotAllowed."""
    _check_allowed(by)
    discard_record(reason)


def _check_allowed(by: Actor) -> None:
    if not can_edit_reasons(by):
        raise NotAllowed(_("Alleen wie beoordeelt kan dit wijzigen."))


def list_reasons(use: str) -> list[StandardReason]:
    """The reasons to choose from when judging a "call", an "initiative" or a "submission"."""
    return list(StandardReason.objects.filter(use__in=["", use]).order_by("position", "label"))


def append_chosen_reason(typed: Mapping[str, str], *, field: str, language: str) -> str:
    """What was typed in `field`, followed by the chosen reason (`chosen`) in the author's language."""
    words, key = typed.get(field, "").strip(), typed.get("chosen", "")
    chosen = StandardReason.objects.filter(pk=key).first() if key.isascii() and key.isdecimal() else None
    said = chosen.in_language(language) if chosen else ""
    return words if not said or said in words else f"{words} {said}".strip()
