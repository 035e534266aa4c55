"""What a merger of organisations does with initiatives, their partners and adoptions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

from .rules.states import State


def find_public_initiative(initiative: Any) -> Any:
    """The initiative when readers see it, else None."""
    return initiative if initiative.state == State.PUBLISHED else None


def find_public_initiative_of(row: Any) -> Any:
    """The initiative that this record belongs to, when readers see it, else None."""
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
