"""Subscribers, their subscriptions with consent, and wishes that are not confirmed yet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import Consent, User

from ..querysets.subscriptions import SubscriptionQuerySet, WishQuerySet
from ..rules.choices import Choice, Rhythm, parse_choice


class Subscriber(models.Model):
    """A mailbox. The address is erased once every subscription was stopped."""

    email = models.EmailField(_("e-mailadres"), max_length=254, null=True, blank=True, unique=True)
    since = models.DateTimeField(_("sinds"))
    left_at = models.DateTimeField(_("gestopt op"), null=True, blank=True)

    class Meta:
        verbose_name = _("abonnee")
        verbose_name_plural = _("abonnees")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="subscriber_address_until_left",
                condition=Q(email__isnull=True, left_at__isnull=False) | Q(email__isnull=False, left_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Subscription(models.Model):
    """One subscription: a choice, a rhythm, and the consent it rests on.

    All lines of the log up to and including `position` were sent or were no news for this choice. Triggers bind it to
    its consent: it is active as long as the consent is, and a stopped subscription stays stopped (migration 0003).
    """

    Rhythm = Rhythm

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="subscriptions")
    consent = models.OneToOneField(Consent, verbose_name=_("toestemming"), on_delete=models.PROTECT, related_name="+")
    wanted = models.JSONField(_("wat"))
    segment = models.CharField(_("segment"), max_length=64)
    is_newsletter = models.BooleanField(_("nieuwsbrief"), default=False)
    rhythm = models.CharField(_("hoe vaak"), max_length=12, choices=Rhythm.choices, blank=True)
    language = models.CharField(_("taal"), max_length=2, choices=User.Language.choices, default=User.Language.DUTCH)
    position = models.BigIntegerField(_("verteld tot regel"))
    next_at = models.DateTimeField(_("volgende keer"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("bevestigd op"))
    stopped_at = models.DateTimeField(_("gestopt op"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnementen")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_at"], name="subscription_due", condition=Q(stopped_at=None)),
            models.Index(fields=["is_newsletter"], name="subscription_letter", condition=Q(stopped_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="subscription_once",
                fields=["subscriber", "segment"],
                condition=Q(stopped_at=None),
            ),
            models.CheckConstraint(
                name="subscription_rhythm_is_known",
                condition=Q(is_newsletter=True, rhythm="") | Q(is_newsletter=False, rhythm__in=Rhythm.values),
            ),
            models.CheckConstraint(
                name="subscription_due_while_active",
                condition=Q(next_at__isnull=True) & (Q(is_newsletter=True) | Q(stopped_at__isnull=False))
                | Q(next_at__isnull=False, is_newsletter=False, stopped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def choice(self) -> Choice:
        """The choice that is stored in `wanted`."""
        return parse_choice(self.wanted)


class Wish(models.Model):
    """A request for mail that waits for the link in the confirmation mail; only a hash of the link is stored.

    Once the link is used, the wish refers to the subscriber and its address is erased.
    """

    email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    wanted = models.JSONField(_("wat"))
    rhythm = models.CharField(_("hoe vaak"), max_length=12, choices=Rhythm.choices)
    language = models.CharField(_("taal"), max_length=2, choices=User.Language.choices)
    page = models.CharField(_("pagina"), max_length=500)
    once = models.CharField(_("eenmalig"), max_length=64, unique=True)
    occasion = models.CharField(_("formulier"), max_length=64, null=True, blank=True)
    token_hash = models.CharField(_("hash van de link"), max_length=64, unique=True)
    asked_at = models.DateTimeField(_("gevraagd op"))
    ends_at = models.DateTimeField(_("geldig tot"), db_index=True)
    subscriber = models.ForeignKey(Subscriber, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("onbevestigd abonnement")
        verbose_name_plural = _("onbevestigde abonnementen")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["email", "asked_at"], name="wish_by_address"),
            models.Index(fields=["occasion"], name="wish_by_occasion"),
        ]
        constraints = [
            models.CheckConstraint(
                name="wish_address_until_used",
                condition=Q(subscriber__isnull=True) & ~Q(email="") | Q(subscriber__isnull=False, email=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def choice(self) -> Choice:
        """The choice that is stored in `wanted`."""
        return parse_choice(self.wanted)
