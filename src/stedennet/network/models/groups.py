"""Groups of organisations that work together, such as the G5 and the G40, and their dated memberships."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.core.text import get_localised_text

from ..querysets.periods import DatedQuerySet
from .base import Dated, Sourced, ends_after_begin
from .organisations import Organisation


class Group(Sourced):
    """A set of organisations with a name of its own (samenwerkingsverband)."""

    name = models.CharField(_("naam"), max_length=100, unique=True)
    slug = models.SlugField(_("adres"), max_length=60, unique=True)
    description = models.TextField(_("beschrijving"), blank=True)
    description_en = models.TextField(_("beschrijving (Engels)"), blank=True)

    class Meta:
        verbose_name = _("samenwerkingsverband")
        verbose_name_plural = _("samenwerkingsverbanden")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """The description in the reader's language."""
        return get_localised_text(self, "description")


class GroupMembership(Sourced, Dated):
    """The membership of an organisation in a group for a period; periods of one membership may not overlap."""

    group = models.ForeignKey(
        Group, verbose_name=_("samenwerkingsverband"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="memberships"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        ordering = ["group__name", "organisation__name"]
        constraints = [ends_after_begin("membership")]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.group}"
