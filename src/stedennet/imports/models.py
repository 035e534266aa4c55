"""Uploaded spreadsheets and their progress."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """How far an import has got."""

    WAITING = "waiting", _("wordt gelezen")
    READY = "ready", _("klaar om op te slaan")
    CONFIRMED = "confirmed", _("wordt opgeslagen")
    STORED = "stored", _("opgeslagen")
    FAILED = "failed", _("mislukt")


class SpreadsheetImport(models.Model):
    """An uploaded file, its preview, and its progress. Its worker is presumed dead after `leased_until`."""

    State = ImportState

    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("door"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("bestand"), max_length=200)
    data = models.BinaryField()
    state = models.CharField(_("stand"), max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    preview = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("gestuurd op"))

    class Meta:
        verbose_name = _("ingelezen bestand")
        verbose_name_plural = _("ingelezen bestanden")
        indexes = [models.Index(fields=["state", "leased_until"], name="import_state")]
        constraints = [
            models.CheckConstraint(name="import_state_is_known", condition=models.Q(state__in=ImportState.values)),
        ]

    def __str__(self) -> str:
        return self.name
