"""The rows of the shared cache: counters and marks, and when they expire."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.core.clock import now


def now_in_microseconds() -> int:
    """The current time in the unit of `Mark.expires_at`: whole microseconds since 1970, in UTC."""
    return int(now().timestamp() * 1_000_000)


class Mark(models.Model):
    """One counter or mark. The key is a keyed hash, so the table holds no network or e-mail address."""

    key = models.CharField(_("sleutel"), max_length=64, primary_key=True)
    value = models.TextField(_("waarde"), help_text=_("Als JSON."))
    expires_at = models.BigIntegerField(
        _("vervalt op"), db_index=True, help_text=_("In microseconden sinds 1 januari 1970 (UTC).")
    )

    class Meta:
        verbose_name = _("merkteken")
        verbose_name_plural = _("merktekens")

    def __str__(self) -> str:
        return self.key
