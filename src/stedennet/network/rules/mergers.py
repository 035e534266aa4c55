"""The conditions under which one organisation can merge into another. Pure."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class MergerSide:
    """Facts about one of the two organisations in a merger."""

    key: int
    kind: str
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None
    successor: int | None = None


def find_objection(predecessor: MergerSide, successor: MergerSide, on: dt.date) -> tuple[str, str] | None:
    """Return the form field at fault and why the merger is impossible; None if it is possible."""
    if predecessor.key == successor.key:
        return "successor", _("Een organisatie kan niet in zichzelf opgaan.")
    if predecessor.kind != successor.kind:
        return "successor", _("Een organisatie gaat op in een organisatie van dezelfde soort.")
    if successor.successor is not None:
        return "successor", _("Deze organisatie is zelf in een andere opgegaan. Kies die.")
    if successor.ends_on and successor.ends_on <= on:
        return "successor", _("Deze organisatie bestaat dan niet meer.")
    if successor.begins_on and successor.begins_on > on:
        return "on", _("De opvolger bestaat dan nog niet.")
    if predecessor.begins_on and predecessor.begins_on >= on:
        return "on", _("De organisatie die opgaat, bestaat dan nog niet.")
    if predecessor.successor not in (None, successor.key):
        return "predecessor", _("Deze organisatie is al in een andere opgegaan.")
    if predecessor.ends_on and predecessor.ends_on != on:
        return "on", _("In het register staat een andere einddatum. Gebruik die, of pas haar eerst aan.")
    return None
