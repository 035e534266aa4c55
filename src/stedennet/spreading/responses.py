"""Responses to an item (reactions, adoptions, registrations …), counted where they are stored.

Rooms above register their own counts. Only numbers, never persons.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, IntegerField, Model, Value
from django.utils.translation import npgettext

from stedennet.calls.models import Call, Interest
from stedennet.core.combined_reads import Rows
from stedennet.events.models import EventPage, Registration
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.reactions.models import Reaction

Select = Callable[[Any], Rows]
"""Gives the responses of one kind to a record."""
Label = Callable[[int], str]
"""The word behind a number: singular or plural."""
_kinds: dict[tuple[str, str], tuple[Label, Select]] = {}


def register_response(name: str, label: Label, select: Select, *, subject_type: str = "") -> None:
    """Register a kind of response to records of `subject_type` (as in the log; empty: to all records)."""
    _kinds[subject_type, name] = (label, select)


def count_responses(subject: Model) -> list[tuple[str, int]]:
    """Count the responses to a record: label and number of each kind that occurs; one query."""
    subject_types = ("", subject._meta.label_lower)
    kinds = [kind for (subject_type, _name), kind in _kinds.items() if subject_type in subject_types]
    first, *others = (_count_rows(place, select(subject)) for place, (_label, select) in enumerate(kinds))
    numbers = dict(first.union(*others, all=True))
    return [(label(number), number) for place, (label, _select) in enumerate(kinds) if (number := numbers.get(place))]


def _count_rows(place: int, rows: Rows) -> Rows:
    placed = rows.order_by().annotate(place=Value(place, IntegerField())).values("place")
    return placed.annotate(number=Count("pk")).values_list("place", "number")


def register_room_responses() -> None:
    """Register the responses that the rooms below store."""
    register_response("reactions", lambda n: npgettext("aantal", "reactie", "reacties", n), _select_reactions)
    register_response(
        "adoptions",
        lambda n: npgettext("aantal", "bevestigde overname", "bevestigde overnames", n),
        _select_adoptions,
        subject_type=Initiative._meta.label_lower,
    )
    register_response(
        "calls",
        lambda n: npgettext("aantal", "oproep die erbij hoort", "oproepen die erbij horen", n),
        _select_calls,
        subject_type=Initiative._meta.label_lower,
    )
    register_response(
        "interests",
        lambda n: npgettext("oproep", "reactie", "reacties", n),
        _select_interests,
        subject_type=Call._meta.label_lower,
    )
    register_response(
        "registrations",
        lambda n: npgettext("aantal", "aanmelding", "aanmeldingen", n),
        _select_registrations,
        subject_type=EventPage._meta.label_lower,
    )


def _select_reactions(subject: Model) -> Rows:
    key = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    return Reaction.objects.filter(**key, status=Reaction.Status.PUBLISHED)


def _select_adoptions(subject: Model) -> Rows:
    return Adoption.objects.filter(initiative=subject.pk, verdict=Adoption.Verdict.CONFIRMED)


def _select_calls(subject: Model) -> Rows:
    return Call.objects.readable().filter(initiative=subject.pk)


def _select_interests(subject: Model) -> Rows:
    return Interest.objects.filter(call=subject.pk)


def _select_registrations(subject: Model) -> Rows:
    return Registration.objects.active().filter(event=subject.pk)
