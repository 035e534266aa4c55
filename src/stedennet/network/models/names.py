"""The names by which organisations are looked up, derived from the register; nobody edits them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules.names import FULL_NAME, OTHER_NAME
from .organisations import Organisation


class OrganisationName(models.Model):
    """A name as `rules/names.py` normalises it, ranked as the full name or another name."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="names"
    )
    folded = models.CharField(_("opzoeknaam"), max_length=250, db_index=True)
    rank = models.PositiveSmallIntegerField(choices=[(FULL_NAME, _("volledige naam")), (OTHER_NAME, _("andere naam"))])

    class Meta:
        verbose_name = _("opzoeknaam")
        verbose_name_plural = _("opzoeknamen")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "folded"], name="organisation_name_once"),
        ]

    def __str__(self) -> str:
        return self.folded
