"""Standard reasons: reviewers write them once, choose one, and edit its words each time."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, is_editor, is_moderator
from stedennet.core.errors import NotAllowed
from stedennet.core.records import Record, discard_record, store_record

from .models import StandardReason


def can_edit_reasons(by: Actor) -> bool:
    """Whether `by` may edit standard reasons: moderators, editors and administrators may."""
    return is_moderator(by) or is_editor(by)


@transaction.atomic
def save_reason(reason: Record, *, by: Actor) -> Record:
    """Store a reason; earlier decisions keep their own words. Raises NotAllowed, or Refused."""
    _check_allowed(by)
    return store_record(reason)


@transaction.atomic
def remove_reason(reason: StandardReason, *, by: Actor) -> None:
    """Delete a reason. Raises NotAllowed."""
    _check_allowed(by)
    discard_record(reason)


def _check_allowed(by: Actor) -> None:
    if not can_edit_reasons(by):
        raise NotAllowed(_("Alleen wie beoordeelt kan dit wijzigen."))


def list_reasons(use: str) -> list[StandardReason]:
    """The reasons for reviewing a "call", an "initiative" or a "submission"."""
    return list(StandardReason.objects.filter(use__in=["", use]).order_by("position", "label"))


def append_chosen_reason(typed: Mapping[str, str], *, field: str, language: str) -> str:
    """The text typed in `field`, followed by the reason with the key `chosen`, in the author's language."""
    words, key = typed.get(field, "").strip(), typed.get("chosen", "")
    reason = StandardReason.objects.filter(pk=key).first() if key.isascii() and key.isdecimal() else None
    reason_text = reason.in_language(language) if reason else ""
    return words if not reason_text or reason_text in words else f"{words} {reason_text}".strip()
