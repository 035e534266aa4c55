"""The worker's heartbeat."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a worker last reported that it is alive."""

    name = models.CharField(_("naam"), max_length=60, unique=True)
    at = models.DateTimeField(_("gezien om"))

    class Meta:
        verbose_name = _("levensteken")
        verbose_name_plural = _("levenstekens")

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"
