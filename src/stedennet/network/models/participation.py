"""The dated steps of organisations in joining the movement (verbreding)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stedennet.core.dates import Precision, format_day
from stedennet.core.text import get_localised_text

from ..querysets.participation import ParticipationQuerySet
from .base import Sourced
from .organisations import Organisation


class Step(models.TextChoices):
    """The steps from the first contact to taking part, and leaving."""

    CONTACTED = "contacted", _("benaderd")
    INTERESTED = "interested", _("belangstelling")
    CANDIDATE = "candidate", _("kandidaat")
    PARTICIPANT = "participant", _("deelnemer")
    LEFT = "left", pgettext_lazy("deelname", "gestopt")


class Participation(Sourced):
    """A step that an organisation took on a day; the latest step is its present state."""

    Step = Step

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="participation"
    )
    step = models.CharField(_("stap"), max_length=12, choices=Step.choices)
    on = models.DateField(_("op"))
    precision = models.CharField(_("bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    note_en = models.CharField(_("toelichting (Engels)"), max_length=300, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("stap in de verbreding")
        verbose_name_plural = _("stappen in de verbreding")
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["organisation", "on"], name="participation_org_on")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "step", "on"], name="participation_step_once_a_day"),
            models.CheckConstraint(name="participation_step_is_known", condition=Q(step__in=Step.values)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_step_display()} ({self.on:%Y})"

    @property
    def on_in_words(self) -> str:
        """The day in words."""
        return format_day(self.on, self.precision)

    @property
    def remark(self) -> str:
        """The note in the reader's language."""
        return get_localised_text(self, "note")
