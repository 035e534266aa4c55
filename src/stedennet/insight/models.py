"""Stored figures: read models that can be made again at any time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ONLY_KEY = 1
"""The key of the only row."""


class MatrixSnapshot(models.Model):
    """The cells of the matrix as of a position in the log; one row. Everything in it is public."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_KEY, editable=False)
    position = models.BigIntegerField(_("gelezen tot"))
    day = models.DateField(_("voor de dag"))
    made_at = models.DateTimeField(_("gemaakt op"))
    cells = models.JSONField(_("cellen"), default=list)

    class Meta:
        verbose_name = _("stand van de matrix")
        verbose_name_plural = _("standen van de matrix")
        constraints = [models.CheckConstraint(name="matrix_snapshot_is_one", condition=Q(id=ONLY_KEY))]

    def __str__(self) -> str:
        return f"{self.day}: {self.position}"
