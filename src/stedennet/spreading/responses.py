"""Responses to an item (reactions, adoptions, registrations …), counted where they are stored.

Rooms above register their own counts. Only numbers, never persons.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import npgettext

from stedennet.calls.models import Call, Interest
from stedennet.events.models import EventPage, Registration
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.reactions.models import Reaction

Count = Callable[[Any], int]
"""Counts the responses of one kind to a record."""
Label = Callable[[int], str]
"""The word behind a number: singular or plural."""
_counts: dict[tuple[str, str], tuple[Label, Count]] = {}


def register_response(name: str, label: Label, count: Count, *, subject_type: str = "") -> None:
    """Register a kind of response to records of `subject_type` (as in the log; empty: to all records)."""
    _counts[subject_type, name] = (label, count)


def count_responses(subject: Model) -> list[tuple[str, int]]:
    """Count the responses to a record: label and number of each kind that occurs."""
    subject_types = ("", subject._meta.label_lower)
    kinds = [kind for (subject_type, _name), kind in _counts.items() if subject_type in subject_types]
    return [(label(number), number) for label, count in kinds if (number := count(subject))]


def register_room_responses() -> None:
    """Register the responses that the rooms below store."""
    register_response("reactions", lambda n: npgettext("aantal", "reactie", "reacties", n), _count_reactions)
    register_response(
        "adoptions",
        lambda n: npgettext("aantal", "bevestigde overname", "bevestigde overnames", n),
        _count_adoptions,
        subject_type=Initiative._meta.label_lower,
    )
    register_response(
        "calls",
        lambda n: npgettext("aantal", "oproep die erbij hoort", "oproepen die erbij horen", n),
        _count_calls,
        subject_type=Initiative._meta.label_lower,
    )
    register_response(
        "interests",
        lambda n: npgettext("oproep", "reactie", "reacties", n),
        _count_interests,
        subject_type=Call._meta.label_lower,
    )
    register_response(
        "registrations",
        lambda n: npgettext("aantal", "aanmelding", "aanmeldingen", n),
        _count_registrations,
        subject_type=EventPage._meta.label_lower,
    )


def _count_reactions(subject: Model) -> int:
    key = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    return Reaction.objects.filter(**key, status=Reaction.Status.PUBLISHED).count()


def _count_adoptions(subject: Model) -> int:
    return Adoption.objects.filter(initiative=subject.pk, verdict=Adoption.Verdict.CONFIRMED).count()


def _count_calls(subject: Model) -> int:
    return Call.objects.readable().filter(initiative=subject.pk).count()


def _count_interests(subject: Model) -> int:
    return Interest.objects.filter(call=subject.pk).count()


def _count_registrations(subject: Model) -> int:
    return Registration.objects.active().filter(event=subject.pk).count()
