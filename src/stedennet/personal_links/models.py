"""The signed links that were replaced. A signed link itself is stored nowhere."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplacedLink(models.Model):
    """The mark that the valid link to one row carries; links without it have ended. `kind` is the purpose."""

    kind = models.CharField(_("soort"), max_length=40)
    value = models.CharField(_("waarvoor"), max_length=80)
    mark = models.CharField(_("merk van de geldige link"), max_length=16)
    replaced_at = models.DateTimeField(_("vervangen op"))
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("vervangen link")
        verbose_name_plural = _("vervangen links")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="replaced_link_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
