"""The ledger of dispatches: how many, for each item, channel, place and day.

It holds no persons. `where` is a host name, a hub, or a channel described by an editor; never a person's address.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets.dispatches import DispatchQuerySet


class Channel(models.TextChoices):
    """Channels through which an item leaves the site."""

    DIGEST = "digest", _("attendering")
    NEWSLETTER = "newsletter", _("nieuwsbrief")
    ATOM = "atom", _("feed (via een hub)")
    FEDIVERSE = "fediverse", _("fediverse")
    EMBED = "embed", _("op een andere site")
    OTHER = "other", _("eigen kanaal van een partner")


class Dispatch(models.Model):
    """How often an item was sent through one channel to one place on one day."""

    subject_type = models.CharField(_("soort"), max_length=60)
    subject_id = models.CharField(_("sleutel"), max_length=60)
    channel = models.CharField(_("kanaal"), max_length=12, choices=Channel.choices)
    where = models.CharField(_("waar"), max_length=200, blank=True)
    day = models.DateField(_("dag"))
    many = models.PositiveIntegerField(_("hoe vaak"))

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("verzending")
        verbose_name_plural = _("verzendingen")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "channel", "where", "day"], name="dispatch_once_a_day"
            ),
            models.CheckConstraint(name="dispatch_channel_is_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="dispatch_counts", condition=Q(many__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.get_channel_display()} {self.where} {self.many}"
