"""Holds: periods in which all mailings were paused, and who released them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Hold(models.Model):
    """A pause of all mailings, because many servers refused our mail; lasts until an administrator releases it.

    `refused` is the number of mails refused within an hour. Single mails (confirmations, replies) still go out.
    """

    at = models.DateTimeField(_("sinds"))
    refused = models.PositiveIntegerField(_("geweigerd in een uur"))
    in_force = models.BooleanField(_("staat stil"), default=True)
    released_at = models.DateTimeField(_("verder sinds"), null=True, blank=True)
    released_by = models.CharField(_("hervat door"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("stilstand van mailings")
        verbose_name_plural = _("stilstanden van mailings")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=Q(in_force=True), name="hold_one_in_force"),
            models.CheckConstraint(
                name="hold_released_by_somebody",
                condition=Q(in_force=True, released_at=None, released_by="")
                | (Q(in_force=False, released_at__isnull=False) & ~Q(released_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
