"""The events of the security log, and the anchors that pruning leaves."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from .kinds import label_of
from .querysets import SecurityEventQuerySet
from .rules.chain import Link


class SecurityEvent(models.Model):
    """One event. Triggers refuse to change it, and to delete it before it is pruned (migration 0002).

    People's keys are numbers, not foreign keys: an event outlives the account. It holds no name, e-mail address or
    full IP address.
    """

    number = models.PositiveBigIntegerField(_("nummer"), primary_key=True)
    at = models.DateTimeField(_("wanneer"), db_index=True)
    kind = models.CharField(_("wat"), max_length=60, db_index=True)
    by_key = models.BigIntegerField(_("door"), null=True, db_index=True)
    by_system = models.BooleanField(_("door het programma"), default=False)
    about_type = models.CharField(_("soort onderwerp"), max_length=60, blank=True)
    about_key = models.CharField(_("sleutel van het onderwerp"), max_length=60, blank=True)
    address_mark = models.CharField(_("kenmerk van het e-mailadres"), max_length=32, blank=True, db_index=True)
    network = models.CharField(_("netwerk"), max_length=50, blank=True)
    data = models.JSONField(_("bijzonderheden"), default=dict, blank=True)
    previous_hash = models.CharField(_("vorige hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebeurtenis in het beveiligingslog")
        verbose_name_plural = _("beveiligingslog")
        ordering = ["number"]
        indexes = [models.Index(fields=["about_type", "about_key"], name="security_event_about")]

    def __str__(self) -> str:
        return f"{self.number}: {label_of(self.kind)}"

    def said(self) -> dict[str, object]:
        """Everything the hash covers, besides the number and the previous hash."""
        return {
            "at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "kind": self.kind,
            "by": "stedennet" if self.by_system else self.by_key,
            "about": [self.about_type, self.about_key],
            "address": self.address_mark,
            "network": self.network,
            "data": self.data,
        }

    def as_link(self) -> Link:
        """This event as a link of the chain."""
        return Link(self.number, self.said(), self.previous_hash, self.hash)


class PruneAnchor(models.Model):
    """The last pruned event and its hash, so that the rest of the chain can still be checked."""

    through = models.PositiveBigIntegerField(_("tot en met"), primary_key=True)
    hash = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("wanneer"))

    class Meta:
        verbose_name = _("begin van het beveiligingslog")
        verbose_name_plural = _("begin van het beveiligingslog")
        ordering = ["through"]

    def __str__(self) -> str:
        return f"{self.through}"
