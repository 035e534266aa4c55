"""Blocked servers and accounts: nothing is accepted from them or delivered to them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..rules.addresses import host_of, is_host


def check_blockable(value: str) -> None:
    """Raise ValidationError unless `value` is a host name or the full URL of an account."""
    if not (is_host(value) or host_of(value)):
        raise ValidationError(_("Vul de naam van een server in, of het hele adres van een account."))


class Block(models.Model):
    """A blocked server (example.social) or account (https://example.social/users/x)."""

    value = models.CharField(
        _("server of account"),
        max_length=500,
        unique=True,
        validators=[check_blockable],
        help_text=_("Zoals voorbeeld.social, of https://voorbeeld.social/users/naam."),
    )
    reason = models.CharField(_("waarom"), max_length=300)
    created_at = models.DateTimeField(_("geblokkeerd op"), auto_now_add=True)

    class Meta:
        verbose_name = _("blokkade")
        verbose_name_plural = _("blokkades")
        ordering = ["value"]
        constraints = [models.CheckConstraint(name="block_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.value
