"""Our accounts (one for the network, one for each theme) and their followers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.network.models import Theme

from ..querysets.identities import FollowerQuerySet, IdentityQuerySet

LONGEST_URL = 500


class Identity(models.Model):
    """One account of ours. Its name is part of URLs and never changes; its private key is only used to sign."""

    name = models.SlugField(_("naam"), max_length=90, unique=True)
    theme = models.OneToOneField(
        Theme, verbose_name=_("thema"), null=True, blank=True, on_delete=models.CASCADE, related_name="identity"
    )
    public_pem = models.TextField(_("openbare sleutel"))
    private_pem = models.TextField(_("geheime sleutel"))
    created_at = models.DateTimeField(_("gemaakt op"))

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["id"]
        constraints = [
            # Names are unique, so only one account can be without a theme: the network's own.
            models.CheckConstraint(
                name="identity_theme_or_network", condition=Q(theme__isnull=False) | Q(name="netwerk")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """A remote account that follows one of ours. Stores only where to deliver; deleted when it stops following."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="followers")
    actor = models.CharField(_("wie"), max_length=LONGEST_URL)
    host = models.CharField(_("server"), max_length=255, db_index=True)
    inbox = models.CharField(_("postvak"), max_length=LONGEST_URL)
    shared_inbox = models.CharField(_("gedeeld postvak"), max_length=LONGEST_URL, blank=True)
    follow = models.CharField(_("sleutel van het verzoek"), max_length=LONGEST_URL)
    since = models.DateTimeField(_("sinds"))

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volger")
        verbose_name_plural = _("volgers")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["identity", "actor"], name="follower_once")]

    def __str__(self) -> str:
        return self.host
