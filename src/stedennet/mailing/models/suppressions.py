"""Bounces, and the addresses that are suppressed because of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .deliveries import Delivery


class BounceKind(models.TextChoices):
    """Kinds of bounce. `OF_US`: the refusal was about our reputation or about this mail, not about the addressee."""

    HARD = "hard", _("adres bestaat niet")
    SOFT = "soft", _("kon even niet bezorgd worden")
    OF_US = "of_us", _("geweigerd om wie wij zijn of om deze mail")
    COMPLAINT = "complaint", _("klacht: ongewenste mail")


class Bounce(models.Model):
    """One bounce or complaint; recorded at most once for each delivery and kind."""

    Kind = BounceKind

    email = models.CharField(_("adres"), max_length=254, db_index=True)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, null=True, blank=True, related_name="bounces", verbose_name=_("zending")
    )
    kind = models.CharField(_("wat"), max_length=9, choices=BounceKind.choices)
    at = models.DateTimeField(_("wanneer"))
    note = models.CharField(_("toelichting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("teruggekomen mail")
        verbose_name_plural = _("teruggekomen mails")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="bounce_kind_is_known", condition=Q(kind__in=BounceKind.values)),
            models.UniqueConstraint(fields=["delivery", "kind"], name="bounce_once_for_a_delivery"),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(kind="of_us"), name="bounce_of_us")]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_kind_display()}"


class Reason(models.TextChoices):
    """Reasons for suppressing an address."""

    HARD = "hard", _("adres bestaat niet")
    SOFT = "soft", _("drie keer niet bezorgd")
    COMPLAINT = "complaint", _("klacht: ongewenste mail")
    BY_HAND = "by_hand", _("met de hand gezet")


class Suppression(models.Model):
    """An address that receives no mailings until an administrator lifts the suppression and says why."""

    Reason = Reason

    email = models.EmailField(_("adres"), max_length=254)
    reason = models.CharField(_("reden"), max_length=9, choices=Reason.choices, default=Reason.BY_HAND)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    at = models.DateTimeField(_("sinds"))
    lifted_at = models.DateTimeField(_("opgeheven op"), null=True, blank=True)
    lifted_by = models.CharField(_("opgeheven door"), max_length=200, blank=True)
    lifted_reason = models.CharField(
        _("reden om op te heffen"),
        max_length=300,
        blank=True,
        help_text=_("Bijvoorbeeld: de ontvanger belde, het postvak is hersteld. Alleen een beheerder heft op."),
    )

    class Meta:
        verbose_name = _("adres zonder mail")
        verbose_name_plural = _("adressen zonder mail")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(lifted_at=None),
                name="suppression_one_in_force",
                violation_error_message=_("Dit adres staat al op de lijst."),
            ),
            models.CheckConstraint(name="suppression_reason_is_known", condition=Q(reason__in=Reason.values)),
            models.CheckConstraint(
                name="suppression_lifted_with_a_reason",
                condition=Q(lifted_at=None, lifted_by="", lifted_reason="")
                | (Q(lifted_at__gte=F("at")) & ~Q(lifted_by="") & ~Q(lifted_reason="")),
                violation_error_message=_("Opheffen kan alleen met een reden."),
            ),
        ]

    def __str__(self) -> str:
        return self.email
