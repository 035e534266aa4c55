"""Announcements: changed feeds, about which the hub is notified."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Announcement(models.Model):
    """A feed (`topic`) that waits, was announced (`told_at`) or was given up (`given_up_at`).

    `subjects` are the changed records as pairs of type and key; `sending` are those in the current attempt.
    """

    topic = models.URLField(_("adres van de feed"), max_length=500)
    subjects = models.JSONField(_("wat er veranderde"), default=list)
    sending = models.JSONField(_("wat nu gemeld wordt"), default=list)
    due_at = models.DateTimeField(_("niet eerder dan"))
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    told_at = models.DateTimeField(_("gemeld op"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("opgegeven op"), null=True, blank=True)
    last_error = models.CharField(_("laatste fout"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("melding aan de hub")
        verbose_name_plural = _("meldingen aan de hub")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(told_at=None, given_up_at=None), name="announcement_waits_once"
            ),
            models.CheckConstraint(condition=Q(told_at=None) | Q(given_up_at=None), name="announcement_ends_one_way"),
        ]

    def __str__(self) -> str:
        return self.topic
