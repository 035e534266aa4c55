"""Amounts of money per year: those that an edition plans, and those that were spent on an action."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.euro_fields import EuroField
from stedennet.core.money import format_amount
from stedennet.network.models import Organisation

from ..rules.budgets import Amount, AmountKind
from .commitments import Action, Commitment

FIRST_YEAR, LAST_YEAR = 2000, 2100
IS_PLANNED = Q(kind=AmountKind.PLANNED, commitment__isnull=False, action__isnull=True)
IS_SPENT = Q(kind=AmountKind.SPENT, commitment__isnull=True, action__isnull=False)
ONCE = _("Dit bedrag staat er al: wijzig het daar.")


class YearAmount(models.Model):
    """Euros of one year. A plan is part of an edition and frozen with it; what was spent is about the action."""

    Kind = AmountKind

    kind = models.CharField(_("soort"), max_length=7, choices=AmountKind.choices)
    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("gepland bij actie in een editie"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="amounts",
    )
    action = models.ForeignKey(
        Action,
        verbose_name=_("besteed aan actie"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="spent_amounts",
    )
    year = models.PositiveSmallIntegerField(
        _("jaar"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    euros = EuroField(_("bedrag in euro"))
    payer = models.ForeignKey(
        Organisation,
        verbose_name=_("wie betaalt"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="paid_amounts",
    )
    payer_in_words = models.CharField(_("wie betaalt, in woorden"), max_length=150, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("bedrag per jaar")
        verbose_name_plural = _("bedragen per jaar")
        ordering = ["year", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                name="amount_is_planned_or_spent",
                condition=IS_PLANNED | IS_SPENT,
                violation_error_message=_(
                    "Een gepland bedrag hoort bij een actie in een editie, een besteed bedrag bij een actie."
                ),
            ),
            models.CheckConstraint(name="amount_is_not_negative", condition=Q(euros__gte=0)),
            models.CheckConstraint(name="amount_year_is_near", condition=Q(year__range=(FIRST_YEAR, LAST_YEAR))),
            models.CheckConstraint(
                name="amount_has_one_payer",
                condition=(Q(payer__isnull=False) & Q(payer_in_words=""))
                | (Q(payer__isnull=True) & ~Q(payer_in_words="")),
                violation_error_message=_("Zeg wie betaalt: een organisatie uit het register, of in woorden."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[owner, "year", payer],
                    condition=Q(payer__isnull=payer != "payer", **{f"{owner}__isnull": False}),
                    name=f"amount_once_a_year_{owner}_{payer}",
                    violation_error_message=ONCE,
                )
                for owner in ("commitment", "action")
                for payer in ("payer", "payer_in_words")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {format_amount(self.euros)}, {self.get_kind_display()}"

    @property
    def paid_by(self) -> str:
        """The payer as text."""
        return self.payer.name if self.payer else self.payer_in_words

    @property
    def as_amount(self) -> Amount:
        """The amount as rules have it."""
        return Amount(self.year, self.kind, self.euros, self.paid_by, self.source_url)
