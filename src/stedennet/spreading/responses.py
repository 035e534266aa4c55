"""What came back for a thing: counted where it stands. Rooms above add their own; nothing about persons."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stedennet.calls.models import Call, Interest
from stedennet.events.models import EventPage, Registration
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.reactions.models import Reaction

Count = Callable[[Any], int]
"""From a record to a number."""
_counts: dict[tuple[str, str], tuple[str | Promise, Count]] = {}


def register_response(name: str, label: str | Promise, count: Count, *, subject_type: str = "") -> None:
    """Something that may come back for records of this type (as the log names it; empty: for all)."""
    _counts[subject_type, name] = (label, count)


def count_responses(subject: Any) -> list[tuple[str, int]]:
    """What came back, in words, with how many; nothing is left out."""
    mine = [found for (kind, _name), found in _counts.items() if kind in ("", subject._meta.label_lower)]
    return [(str(label), many) for label, count in mine if (many := count(subject))]


def register_room_responses() -> None:
    """What the rooms below know."""
    register_response("reactions", _("reacties"), _count_reactions)
    register_response(
        "adoptions", _("bevestigde overnames"), _count_adoptions, subject_type=Initiative._meta.label_lower
    )
    register_response("calls", _("oproepen die eraan hangen"), _count_calls, subject_type=Initiative._meta.label_lower)
    register_response("interests", _("keer belangstelling"), _count_interests, subject_type=Call._meta.label_lower)
    register_response(
        "registrations", _("aanmeldingen"), _count_registrations, subject_type=EventPage._meta.label_lower
    )


def _count_reactions(subject: Any) -> int:
    mine = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    return Reaction.objects.filter(**mine, status=Reaction.Status.PUBLISHED).count()


def _count_adoptions(subject: Any) -> int:
    return Adoption.objects.filter(initiative=subject.pk, verdict=Adoption.Verdict.CONFIRMED).count()


def _count_calls(subject: Any) -> int:
    return Call.objects.readable().filter(initiative=subject.pk).count()


def _count_interests(subject: Any) -> int:
    return Interest.objects.filter(call=subject.pk).count()


def _count_registrations(subject: Any) -> int:
    return Registration.objects.active().filter(event=subject.pk).count()
