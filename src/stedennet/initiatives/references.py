"""The treatment of initiatives, their partners and adoptions when organisations merge."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

from .models import Initiative
from .rules.states import State


class _OfInitiative(Protocol):
    initiative: Initiative


def find_public_initiative(initiative: Initiative) -> Initiative | None:
    """The initiative if it is published, else None."""
    return initiative if initiative.state == State.PUBLISHED else None


def find_public_initiative_of(row: _OfInitiative) -> Initiative | None:
    """The initiative that this row belongs to if it is published, else None."""
    return find_public_initiative(row.initiative)


REFERENCES = [
    OrganisationReference(
        "initiatives.Initiative",
        "lead",
        _("initiatieven met deze trekker"),
        Treatment.MOVE,
        subject=find_public_initiative,
    ),
    OrganisationReference(
        "initiatives.Initiative_cities",
        "organisation",
        _("initiatieven in deze stad"),
        Treatment.MOVE,
        subject=find_public_initiative_of,
    ),
    OrganisationReference(
        "initiatives.Partner",
        "organisation",
        _("initiatieven met deze partner"),
        Treatment.MOVE,
        subject=find_public_initiative_of,
    ),
    OrganisationReference(
        "initiatives.Adoption",
        "organisation",
        _("overnames"),
        Treatment.MOVE,
        subject=find_public_initiative_of,
    ),
]
