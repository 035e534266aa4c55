"""Digests: for each subscription every window of the log, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.mailing.models import Mailing

from ..querysets.digests import DigestQuerySet
from .subscriptions import Subscription


class State(models.TextChoices):
    """States of a digest."""

    EMPTY = "empty", _("niets nieuws")
    RENDERED = "rendered", _("klaargezet")
    HANDED_OVER = "handed_over", _("overgedragen")
    FAILED = "failed", _("mislukt")
    SUPPRESSED = "suppressed", _("overgeslagen")
    STOPPED = "stopped", _("gestopt")


class Digest(models.Model):
    """One window of the log for one subscription: the lines after `from_line` up to and including `to_line`.

    The windows of a subscription are contiguous and never overlap (triggers in migration 0005). Successive empty
    windows are merged into one.
    """

    State = State

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="digests")
    from_line = models.BigIntegerField(_("na regel"))
    to_line = models.BigIntegerField(_("tot en met regel"))
    state = models.CharField(_("stand"), max_length=11, choices=State.choices)
    things = models.PositiveIntegerField(_("aantal berichten"), default=0)
    mailing = models.ForeignKey(Mailing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("wanneer"))

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendering")
        verbose_name_plural = _("attenderingen")
        ordering = ["id"]
        indexes = [models.Index(fields=["id"], name="digest_under_way", condition=Q(state="rendered"))]
        constraints = [
            models.UniqueConstraint(name="digest_window_once", fields=["subscription", "from_line"]),
            models.CheckConstraint(name="digest_window_goes_on", condition=Q(from_line__lt=F("to_line"))),
            models.CheckConstraint(name="digest_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="digest_of_something",
                condition=Q(state="empty", things=0, mailing__isnull=True)
                | ~Q(state="empty") & Q(things__gt=0, mailing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The key of its delivery in the mailing room."""
        return key_of(self.subscription_id, self.from_line)


def key_of(subscription: int, from_line: int) -> str:
    """Build the delivery key of the digest that starts after `from_line`."""
    return f"digest:{subscription}:{from_line}"


class Content(models.Model):
    """The items in a mailing of digests: type and key of each, as in the log."""

    mailing = models.OneToOneField(Mailing, on_delete=models.PROTECT, related_name="+")
    things = models.JSONField(_("berichten"))

    class Meta:
        verbose_name = _("inhoud van een attendering")
        verbose_name_plural = _("inhoud van attenderingen")

    def __str__(self) -> str:
        return f"{self.pk}"
