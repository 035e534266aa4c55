"""Deliveries: one letter to one address."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import MailDeliveryQuerySet
from .mailings import Mailing


class State(models.TextChoices):
    """States of a delivery."""

    WAITING = "waiting", _("wacht")
    CLAIMED = "claimed", _("onderweg")
    HANDED_OVER = "handed_over", _("overgedragen")
    FAILED = "failed", _("mislukt")
    SUPPRESSED = "suppressed", _("overgeslagen")
    STOPPED = "stopped", _("gestopt")


FINAL = (State.HANDED_OVER, State.FAILED, State.SUPPRESSED, State.STOPPED)


class Delivery(models.Model):
    """One addressee of a mailing. `key` is unique for ever; the address itself is erased after a while.

    `repeated` counts the attempts made although the mail server may already have accepted the mail.
    """

    State = State

    mailing = models.ForeignKey(
        Mailing, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("mailing"), db_index=False
    )
    key = models.CharField(_("sleutel"), max_length=200, unique=True)
    email = models.CharField(_("aan"), max_length=254, blank=True)
    values = models.JSONField(_("waarden"), default=dict)
    unsubscribe_url = models.CharField(_("afmeldadres"), max_length=900, blank=True)
    state = models.CharField(_("toestand"), max_length=11, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField(_("niet eerder dan"))
    claimed_at = models.DateTimeField(_("opgepakt op"), null=True, blank=True)
    claimed_by = models.CharField(_("opgepakt door"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    repeated = models.PositiveSmallIntegerField(_("herhaald"), default=0)
    done_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("teruggekomen op"), null=True, blank=True)
    last_error = models.CharField(_("laatste fout"), max_length=300, blank=True)

    objects = MailDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("zending")
        verbose_name_plural = _("zendingen")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="delivery_claimed"),
            models.Index(fields=["mailing", "state"], name="delivery_of_mailing"),
            models.Index(fields=["done_at"], condition=~Q(email=""), name="delivery_to_forget"),
            models.Index(fields=["email"], condition=~Q(email=""), name="delivery_by_email"),
        ]
        constraints = [
            models.CheckConstraint(name="delivery_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="delivery_claim_has_a_worker",
                condition=(Q(state="claimed", claimed_at__isnull=False) & ~Q(claimed_by=""))
                | (~Q(state="claimed") & Q(claimed_at=None, claimed_by="")),
            ),
            models.CheckConstraint(
                name="delivery_done_has_a_moment",
                condition=Q(state__in=["waiting", "claimed"], done_at=None)
                | (~Q(state__in=["waiting", "claimed"]) & Q(done_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="delivery_to_come_has_an_address",
                condition=~Q(state__in=["waiting", "claimed"]) | ~Q(email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.key
