"""Sites on which one of our cards was seen in a frame, and whether that is verified."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets.sightings import SightingQuerySet


class Sighting(models.Model):
    """A site that embedded an item; verified once browsers on several networks have seen it there.

    A forged site name would come from a single network. No readers and no network addresses are stored.
    """

    subject_type = models.CharField(_("soort"), max_length=60)
    subject_id = models.CharField(_("sleutel"), max_length=60)
    host = models.CharField(_("site"), max_length=120)
    seen_by = models.PositiveSmallIntegerField(_("gezien vanaf zoveel netwerken"), default=0)
    first_on = models.DateField(_("voor het eerst op"))
    last_on = models.DateField(_("voor het laatst op"))
    verified_at = models.DateTimeField(_("gecontroleerd op"), null=True, blank=True)

    objects = SightingQuerySet.as_manager()

    class Meta:
        verbose_name = _("site die iets van ons toont")
        verbose_name_plural = _("sites die iets van ons tonen")
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "host"], name="sighting_once_a_site"),
            models.CheckConstraint(name="sighting_last_after_first", condition=Q(last_on__gte=models.F("first_on"))),
        ]
        indexes = [models.Index(fields=["verified_at", "id"], name="sighting_unverified")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.host}"
