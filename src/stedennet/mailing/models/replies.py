"""Addresses on which an answer to one of our mails is received, and which answers came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyAddress(models.Model):
    """The reply address of one mail: to what an answer belongs, and a hash of the address that may answer.

    The address itself names this row, signed; see `rules/addresses.py`.
    """

    kind = models.CharField(_("soort"), max_length=20)
    key = models.CharField(_("sleutel"), max_length=40)
    email_hash = models.CharField(_("hash van het e-mailadres"), max_length=64)
    created_at = models.DateTimeField(_("gemaakt op"))
    ends_at = models.DateTimeField(_("geldig tot"), db_index=True)

    class Meta:
        verbose_name = _("antwoordadres")
        verbose_name_plural = _("antwoordadressen")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ReceivedReply(models.Model):
    """An answer that came in. Only a hash of its Message-ID is kept, so that the same mail lands once."""

    address = models.ForeignKey(ReplyAddress, on_delete=models.CASCADE, related_name="replies")
    message_hash = models.CharField(_("hash van het bericht"), max_length=64)
    at = models.DateTimeField(_("op"))

    class Meta:
        verbose_name = _("antwoord per mail")
        verbose_name_plural = _("antwoorden per mail")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["address", "message_hash"], name="reply_lands_once")]

    def __str__(self) -> str:
        return f"{self.address}"
