"""The queue of deliveries to inboxes, and what is known about each server."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets.deliveries import DeliveryQuerySet, HostQuerySet
from .identities import LONGEST_URL
from .posts import Activity


class Host(models.Model):
    """Another server: the signature scheme it accepts, since when it fails, and when we gave it up."""

    class Signs(models.TextChoices):
        """The signature scheme that worked there."""

        UNKNOWN = "", _("nog niet bekend")
        MESSAGE = "rfc9421", "RFC 9421"
        DRAFT = "cavage", "draft-cavage-12"

    name = models.CharField(_("server"), max_length=255, unique=True)
    signs = models.CharField(_("ondertekening"), max_length=8, choices=Signs.choices, blank=True, default="")
    failing_since = models.DateTimeField(_("onbereikbaar sinds"), null=True, blank=True)
    dead_at = models.DateTimeField(_("opgegeven op"), null=True, blank=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("server")
        verbose_name_plural = _("servers")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="host_dead_after_failing", condition=Q(dead_at=None) | Q(failing_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One activity for one inbox (the shared inbox of a server if it has one)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="deliveries")
    inbox = models.CharField(_("postvak"), max_length=LONGEST_URL)
    host = models.CharField(_("server"), max_length=255)
    not_before = models.DateTimeField(_("niet eerder dan"), db_index=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    sent_at = models.DateTimeField(_("afgeleverd op"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("opgegeven op"), null=True, blank=True)
    last_error = models.CharField(_("laatste fout"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("aflevering")
        verbose_name_plural = _("afleveringen")
        ordering = ["id"]
        indexes = [models.Index(fields=["host", "sent_at", "given_up_at"], name="delivery_host")]
        constraints = [
            models.UniqueConstraint(fields=["activity", "inbox"], name="delivery_once_an_inbox"),
            models.CheckConstraint(name="delivery_sent_or_given_up", condition=Q(sent_at=None) | Q(given_up_at=None)),
        ]

    def __str__(self) -> str:
        return self.inbox
