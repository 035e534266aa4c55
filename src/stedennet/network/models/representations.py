"""The right of people to speak for an organisation, for a period."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.grants import GrantedByTwo, build_two_people_constraints

from ..querysets.representations import RepresentationQuerySet
from .base import Dated, ends_after_begin
from .organisations import Organisation


class Representation(GrantedByTwo, Dated):
    """A person's right to speak for an organisation, for a period; two others grant it (docs/decisions/0121)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("persoon"), on_delete=models.CASCADE, related_name="representations"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="representations"
    )
    office = models.CharField(_("functie"), max_length=120, blank=True)
    may_sign = models.BooleanField(
        _("mag tekenen"),
        default=False,
        help_text=_("Mag namens de organisatie besluiten over een editie van de agenda."),
    )

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("vertegenwoordiger")
        verbose_name_plural = _("vertegenwoordigers")
        ordering = ["organisation__name"]
        constraints = [ends_after_begin("representation"), *build_two_people_constraints("representation")]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is granted and holds on `day`."""
        return self.is_granted and super().holds_on(day)
