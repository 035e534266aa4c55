"""The dated roles of organisations for themes: the public division of work (verdeling)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from stedennet.core.text import get_localised_text

from ..querysets.themes import ThemeRoleQuerySet
from .base import Dated, Sourced, ends_after_begin
from .organisations import Organisation
from .themes import Theme

OFFICES = [gettext_noop("wethouder"), gettext_noop("burgemeester"), gettext_noop("gedeputeerde")]
"""The offices that are translated; any other is shown as it was typed."""


class Role(models.TextChoices):
    """The role of an organisation for a theme."""

    LEAD = "lead", _("trekker")
    PARTICIPANT = "participant", _("deelnemer")
    FOLLOWER = "follower", _("volger")


class ThemeRole(Sourced, Dated):
    """An organisation's role for a theme, dated. A theme has one lead at a time; a lead may name its office holder."""

    Role = Role

    theme = models.ForeignKey(Theme, verbose_name=_("thema"), on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="theme_roles"
    )
    role = models.CharField(_("rol"), max_length=12, choices=Role.choices)
    holder_name = models.CharField(_("bestuurder"), max_length=120, blank=True)
    holder_office = models.CharField(_("functie"), max_length=120, blank=True, help_text=_("Bijvoorbeeld: wethouder."))
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    note_en = models.CharField(_("toelichting (Engels)"), max_length=300, blank=True)

    objects = ThemeRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rol bij een thema")
        verbose_name_plural = _("rollen bij thema's")
        ordering = ["theme__position", "role", "organisation__name"]
        indexes = [models.Index(fields=["theme", "role"], name="themerole_theme_role")]
        constraints = [
            ends_after_begin("themerole"),
            models.UniqueConstraint(
                fields=["theme"],
                condition=Q(role="lead", ends_on=None),
                name="one_lead_at_a_time",
                violation_error_message=_("Dit thema heeft al een trekker. Geef die eerst een einddatum."),
            ),
            models.CheckConstraint(
                name="office_holder_has_an_office",
                condition=Q(holder_name="", holder_office="") | (~Q(holder_name="") & ~Q(holder_office="")),
                violation_error_message=_("Noem de bestuurder én de functie, of geen van beide."),
            ),
            models.CheckConstraint(
                name="only_a_lead_has_an_office_holder",
                condition=Q(holder_name="") | Q(role="lead"),
                violation_error_message=_("Alleen een trekker heeft een bestuurder."),
            ),
            models.CheckConstraint(name="themerole_is_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()} {self.theme}"

    @property
    def holder(self) -> str:
        """The office holder and the office; empty when none is named."""
        return f"{self.holder_name}, {gettext(self.holder_office)}" if self.holder_name else ""

    @property
    def remark(self) -> str:
        """The note in the reader's language."""
        return get_localised_text(self, "note")
