"""What actions are for: the parts of a strategy that they serve."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets.purposes import PurposeQuerySet
from .commitments import Action
from .strategies import StrategyPart


class Purpose(models.Model):
    """An action serves a part of a strategy. The office says so, not the parties of an edition."""

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="purposes")
    part = models.ForeignKey(
        StrategyPart, verbose_name=_("onderdeel van de strategie"), on_delete=models.CASCADE, related_name="purposes"
    )
    source_url = models.URLField(_("bron"), max_length=500, blank=True)

    objects = PurposeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bijdrage van een actie")
        verbose_name_plural = _("bijdragen van acties")
        ordering = ["part__position", "part_id", "action__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "part"],
                name="purpose_once_an_action",
                violation_error_message=_("Deze actie staat al bij dit onderdeel."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.part}"
