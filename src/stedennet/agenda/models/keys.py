"""Personal links with which parties without an account decide, and requests for them. Only the mail has the secret."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .editions import Party


class DecisionKey(models.Model):
    """The hash of a secret that was mailed to a party. A new link ends the earlier one."""

    party = models.ForeignKey(Party, verbose_name=_("partij"), on_delete=models.CASCADE, related_name="keys")
    hash = models.CharField(_("afdruk van het geheim"), max_length=64, unique=True, editable=False)
    sent_to = models.EmailField(_("gemaild naar"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(_("gemaild op"))
    ends_at = models.DateTimeField(_("werkt tot"))
    used_at = models.DateTimeField(_("gebruikt op"), null=True, blank=True)
    ended_at = models.DateTimeField(_("vervangen op"), null=True, blank=True)

    class Meta:
        verbose_name = _("geheime link van een partij")
        verbose_name_plural = _("geheime links van partijen")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(ended_at=None), name="decision_key_one_a_party"),
            models.CheckConstraint(name="decision_key_ends_later", condition=Q(ends_at__gt=models.F("sent_at"))),
            models.CheckConstraint(
                name="decision_key_by_different_people",
                condition=Q(confirmed_by=None)
                | Q(sent_by=None)
                | Q(sent_by__lt=models.F("confirmed_by"))
                | Q(sent_by__gt=models.F("confirmed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.sent_to})"


class LinkRequest(models.Model):
    """Somebody asked to mail a party's link to this address; deleted when a second person confirms or refuses."""

    party = models.OneToOneField(
        Party, verbose_name=_("partij"), on_delete=models.CASCADE, related_name="link_request"
    )
    address = models.EmailField(_("e-mailadres"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("gevraagd door"), on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField(_("gevraagd op"))

    class Meta:
        verbose_name = _("gevraagde link van een partij")
        verbose_name_plural = _("gevraagde links van partijen")
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.party} ({self.address})"
