"""The ledger of reminders: each step once per period without a check."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..rules.reminders import Step
from .commitments import Action


class Reminder(models.Model):
    """One reminder. `since` is the day of the last check; a new check starts the steps again."""

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="reminders")
    since = models.DateField(_("stil sinds"))
    step = models.CharField(_("aan wie"), max_length=8, choices=Step.choices)
    at = models.DateTimeField(_("gestuurd op"))

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "since", "step"], name="reminder_once_a_silence_and_step"),
            models.CheckConstraint(name="reminder_step_is_known", condition=Q(step__in=Step.values)),
        ]

    def __str__(self) -> str:
        return f"{self.action}, {self.since}: {self.get_step_display()}"
