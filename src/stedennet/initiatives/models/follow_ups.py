"""How an adoption goes: asked after three months and after a year, answered by the city that adopted."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ..rules.follow_ups import Moment, Use
from .adoptions import Adoption


class FollowUp(models.Model):
    """A question about an adoption and, once it is there, the answer. A number has a unit and a source."""

    Moment, Use = Moment, Use

    adoption = models.ForeignKey(
        Adoption, verbose_name=_("overname"), on_delete=models.CASCADE, related_name="follow_ups"
    )
    moment = models.PositiveSmallIntegerField(_("wanneer"), choices=Moment.choices)
    asked_at = models.DateTimeField(_("gevraagd op"))
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("beantwoord door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    use = models.CharField(_("hoe gaat het"), max_length=7, choices=Use.choices, blank=True)
    words = models.CharField(_("in één zin"), max_length=300, blank=True)
    amount = models.DecimalField(
        _("getal"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(_("eenheid"), max_length=60, blank=True)
    amount_source = models.CharField(_("bron van het getal"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("navraag bij een overname")
        verbose_name_plural = _("navragen bij overnames")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["adoption", "moment"], name="follow_up_once_a_moment"),
            models.CheckConstraint(name="follow_up_moment_is_known", condition=Q(moment__in=Moment.values)),
            models.CheckConstraint(
                name="follow_up_answer_has_use",
                condition=Q(answered_at=None, use="") | Q(answered_at__isnull=False, use__in=Use.values),
                violation_error_message=_("Kies hoe het gaat."),
            ),
            models.CheckConstraint(
                name="follow_up_number_is_whole",
                condition=Q(amount=None, unit="", amount_source="")
                | Q(amount__isnull=False) & ~Q(unit="") & ~Q(amount_source=""),
                violation_error_message=_("Geef bij een getal ook de eenheid en de bron."),
            ),
            models.CheckConstraint(name="follow_up_amount_is_positive", condition=Q(amount=None) | Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.adoption}, {self.get_moment_display()}"

    @property
    def figure(self) -> str:
        """The number with its unit; empty without a number."""
        if self.amount is None:
            return ""
        places = 0 if self.amount == self.amount.to_integral_value() else 2
        return f"{number_format(self.amount, decimal_pos=places, force_grouping=True)} {self.unit}"
