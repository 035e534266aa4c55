"""Outgoing mail, as rows written in the transaction that causes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .querysets import OutgoingMailQuerySet


class OutgoingMail(models.Model):
    """One mail to one address; `attempts` counts the tries, `last_error` says why the last one failed.

    Once it was sent or given up, the address and text (with the secret links in it) are emptied; the time, the
    template and the hash of the address stay as proof.
    """

    to = models.EmailField(_("aan"), max_length=254, blank=True)
    to_hash = models.CharField(_("hash van het e-mailadres"), max_length=64, blank=True, db_default="", db_index=True)
    template = models.CharField(_("sjabloon"), max_length=60, blank=True, db_default="")
    reply_to = models.EmailField(_("antwoord aan"), max_length=254, blank=True)
    subject = models.CharField(_("onderwerp"), max_length=300, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    html = models.TextField(_("opgemaakte tekst"), blank=True)
    calendar = models.TextField(_("agenda-item"), blank=True, default="", db_default="")
    language = models.CharField(_("taal"), max_length=5, default="nl")
    once = models.CharField(
        _("eenmalig"),
        max_length=100,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Hetzelfde wordt maar één keer gepost."),
    )
    created_at = models.DateTimeField(_("gemaakt op"))
    not_before = models.DateTimeField(_("niet eerder dan"), db_index=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True, blank=True)
    last_error = models.CharField(_("laatste fout"), max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgaande mail")
        verbose_name_plural = _("uitgaande post")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.subject or self.template
