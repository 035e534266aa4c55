"""Remarks on an edition in consultation, and their answers."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.intake.models import Submission

from ..querysets.editions import RemarkQuerySet
from .commitments import Action
from .editions import Edition


class Remark(models.Model):
    """A remark on an edition, or on one of its actions. Only its submission holds the e-mail address."""

    edition = models.ForeignKey(Edition, verbose_name=_("editie"), on_delete=models.PROTECT, related_name="remarks")
    action = models.ForeignKey(
        Action,
        verbose_name=_("over de actie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    submission = models.OneToOneField(
        Submission, verbose_name=_("inzending"), on_delete=models.PROTECT, related_name="remark"
    )
    name = models.CharField(_("naam"), max_length=100)
    organisation = models.CharField(_("organisatie"), max_length=150, blank=True)
    text = models.TextField(_("opmerking"))
    placed_at = models.DateTimeField(_("geplaatst op"))
    answer = models.TextField(_("antwoord"), blank=True)
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    moment: dt.datetime
    """When it was answered, or else published; there after `newest_first`."""

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("opmerking bij een editie")
        verbose_name_plural = _("opmerkingen bij een editie")
        ordering = ["placed_at", "id"]
        indexes = [models.Index(fields=["edition", "placed_at"], name="remark_edition")]
        constraints = [
            models.CheckConstraint(
                name="remark_answered_with_words", condition=Q(answered_at__isnull=True) | ~Q(answer="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
