"""Who gets which mail, by what consent; and what somebody asked for and did not confirm yet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import Consent, User

from ..querysets.subscriptions import SubscriptionQuerySet, WishQuerySet
from ..rules.choices import Choice, Rhythm, parse_choice


class Subscriber(models.Model):
    """A mailbox. Who stopped everything has no address here any more."""

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
    """One thing that somebody gets: a choice, how often, and the consent that it stands on.

    Everything up to and including line `position` of the log was told, or was no news to this choice. Triggers bind it
    to its consent: it is active as long as the consent stands, and what was stopped stays stopped (migration 0003).
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
        """What is wanted."""
        return parse_choice(self.wanted)


class Wish(models.Model):
    """What somebody asked for, until the link in the mail is used; the link is kept as a hash.

    Used: it leads to the subscriber, and has no address any more.
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
        """What is wanted."""
        return parse_choice(self.wanted)
