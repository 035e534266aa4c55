"""Preferences of organisations about matching, and the mails that were sent about calls."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.calls.models import Call
from stedennet.network.models import Organisation


class Preference(models.Model):
    """The choice of an organisation; without a row it is named, and its representatives get mail."""

    organisation = models.OneToOneField(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="matching"
    )
    named = models.BooleanField(_("noem ons als mogelijke partner"), default=True)
    mailed = models.BooleanField(_("mail ons over oproepen die passen"), default=True)

    class Meta:
        verbose_name = _("voorkeur voor passende partners")
        verbose_name_plural = _("voorkeuren voor passende partners")

    def __str__(self) -> str:
        return str(self.organisation)


class Told(models.Model):
    """A mail to a person about a call: each call once, and at most one call a week."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("wanneer"))

    class Meta:
        verbose_name = _("bericht over een oproep")
        verbose_name_plural = _("berichten over oproepen")
        indexes = [models.Index(fields=["person", "-at"], name="told_last")]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="told_of_a_call_once")]

    def __str__(self) -> str:
        return f"{self.call}: {self.person}"
