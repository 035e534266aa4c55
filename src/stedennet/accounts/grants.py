"""Rights that two people grant together, neither of them the one who receives it.

Roles (`RoleGrant`) and representations (`network.Representation`) are such rights. The database enforces the two
people.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _build_person_field(label: "_StrPromise") -> models.ForeignKey:
    # The key stays when the account is deleted: otherwise a right would lose one of its two people.
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
    """A right that holds from `granted_at`: requested by one, confirmed by another, or given by the program itself."""

    asked_by = _build_person_field(_("gevraagd door"))
    asked_at = models.DateTimeField(_("gevraagd op"), null=True, blank=True, editable=False)
    confirmed_by = _build_person_field(_("bevestigd door"))
    granted_at = models.DateTimeField(_("geldt sinds"), null=True, blank=True, editable=False)
    by_system = models.BooleanField(_("gegeven door het programma"), default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_granted(self) -> bool:
        """Whether the right holds; a request alone gives nothing."""
        return self.granted_at is not None


def build_two_people_constraints(name: str) -> list[models.BaseConstraint]:
    """The constraints of a right of `user`: granted by two people, neither of them the user. `name` is the table's."""
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


def _build_difference(field: str, other: str) -> Q:
    return Q(**{field: None}) | Q(**{other: None}) | Q(**{f"{field}__lt": F(other)}) | Q(**{f"{field}__gt": F(other)})
