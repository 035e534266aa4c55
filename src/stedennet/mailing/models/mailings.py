"""Mailings: one letter to many addressees."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mailing(models.Model):
    """A letter that is the same for everybody except for its placeholders, written `{{{name}}}`.

    `once` is a hash of the content: preparing the same letter again returns the same mailing. `stopped_at` and
    `stopped_by` are set together.
    """

    name = models.CharField(_("naam"), max_length=200)
    once = models.CharField(_("eenmalig"), max_length=64, unique=True)
    list_id = models.CharField(_("lijst"), max_length=200, blank=True)
    subject = models.CharField(_("onderwerp"), max_length=300)
    text = models.TextField(_("tekst"))
    html = models.TextField(_("opgemaakte tekst"))
    language = models.CharField(_("taal"), max_length=5)
    created_at = models.DateTimeField(_("gemaakt op"))
    stopped_at = models.DateTimeField(_("gestopt op"), null=True, blank=True)
    stopped_by = models.CharField(_("gestopt door"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="mailing_stopped_by_somebody",
                condition=Q(stopped_at=None, stopped_by="") | (Q(stopped_at__isnull=False) & ~Q(stopped_by="")),
            )
        ]

    def __str__(self) -> str:
        return self.name
