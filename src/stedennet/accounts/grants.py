"""What a right needs before it holds: two people who agree, neither of them the one who gets it.

Roles (`RoleGrant`) and representations (`network.Representation`) are such rights. The database guards the two people.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def _build_person_field(label: Any) -> Any:
    # Whose key it was stays readable when that account goes: otherwise a right would lose one of its two people.
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )


class GrantedByTwo(models.Model):
    """A right that holds from `granted_at`: asked by one, confirmed by another, or given by the program itself."""

    asked_by = _build_person_field(_("gevraagd door"))
    asked_at = models.DateTimeField(_("gevraagd op"), null=True, blank=True, editable=False)
    confirmed_by = _build_person_field(_("bevestigd door"))
    granted_at = models.DateTimeField(_("geldt sinds"), null=True, blank=True, editable=False)
    by_system = models.BooleanField(_("gegeven door het programma"), default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_granted(self) -> bool:
        """Whether it holds; who only asked has nothing yet."""
        return self.granted_at is not None


def build_two_people_constraints(name: str) -> list[models.BaseConstraint]:
    """The constraints of a right of `user`: two others agreed, and they are two; `name` is the table's."""
    return [
        models.CheckConstraint(
            name=f"{name}_granted_by_two",
            condition=Q(granted_at=None) | Q(by_system=True) | Q(asked_by__isnull=False, confirmed_by__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{name}_by_different_people",
            condition=_build_difference("asked_by", "confirmed_by")
            & _build_difference("asked_by", "user")
            & _build_difference("confirmed_by", "user"),
            violation_error_message=_("Wie een recht krijgt, wie erom vraagt en wie het bevestigt zijn drie mensen."),
        ),
    ]


def _build_difference(one: str, other: str) -> Q:
    return Q(**{one: None}) | Q(**{other: None}) | Q(**{f"{one}__lt": F(other)}) | Q(**{f"{one}__gt": F(other)})
