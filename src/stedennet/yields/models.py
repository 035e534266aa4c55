"""A yield: what came of an action, a call or an adoption, with who says so."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.initiatives.models import Adoption, FollowUp
from stedennet.network.models import Organisation

from .querysets import YieldQuerySet


class State(models.TextChoices):
    """Who says so."""

    REPORTED = "reported", _("nog niet bevestigd")
    CONFIRMED = "confirmed", _("door beide kanten bevestigd")
    DISPUTED = "disputed", _("betwist")
    SOURCED = "sourced", _("volgens bron")


class Yield(models.Model):
    """An amount with its unit and source. One side reported it; it counts once another side confirmed it.

    What only a public source says has no sides. A yield taken from the answer of a city about its adoption names it.
    """

    State = State

    action = models.ForeignKey(
        Action, verbose_name=_("actie"), null=True, blank=True, on_delete=models.PROTECT, related_name="yields"
    )
    call = models.ForeignKey(
        Call, verbose_name=_("oproep"), null=True, blank=True, on_delete=models.PROTECT, related_name="yields"
    )
    adoption = models.ForeignKey(
        Adoption, verbose_name=_("overname"), null=True, blank=True, on_delete=models.CASCADE, related_name="yields"
    )
    follow_up = models.OneToOneField(
        FollowUp, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="found_yield"
    )
    amount = models.DecimalField(_("getal"), max_digits=15, decimal_places=2, validators=[MinValueValidator(0)])
    unit = models.CharField(_("eenheid"), max_length=60, help_text=_("Zoals: kWh per jaar, of euro per jaar."))
    words = models.CharField(_("in één zin"), max_length=300, blank=True)
    source = models.CharField(
        _("bron van het getal"),
        max_length=500,
        help_text=_("Een webadres, of woorden zoals: eigen telling, mei 2027."),
    )
    state = models.CharField(_("stand"), max_length=9, choices=State.choices, default=State.SOURCED)
    state_at = models.DateTimeField(_("sinds"))
    dispute = models.CharField(_("waarom betwist"), max_length=300, blank=True)
    reported_by = models.ForeignKey(
        Organisation,
        verbose_name=_("gemeld door"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reported_yields",
    )
    answered_by = models.ForeignKey(
        Organisation,
        verbose_name=_("beantwoord door"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_yields",
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = YieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("opbrengst")
        verbose_name_plural = _("opbrengsten")
        ordering = ["-state_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="yield_of_one_thing",
                condition=Q(action__isnull=False, call=None, adoption=None)
                | Q(action=None, call__isnull=False, adoption=None)
                | Q(action=None, call=None, adoption__isnull=False),
                violation_error_message=_("Kies één actie, oproep of overname."),
            ),
            models.CheckConstraint(name="yield_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="yield_is_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="yield_is_whole",
                condition=~Q(unit="") & ~Q(source=""),
                violation_error_message=_("Geef bij een getal ook de eenheid en de bron."),
            ),
            models.CheckConstraint(
                name="yield_says_who",
                condition=Q(state=State.SOURCED, reported_by=None, answered_by=None)
                | Q(state=State.REPORTED, reported_by__isnull=False, answered_by=None)
                | Q(state__in=[State.CONFIRMED, State.DISPUTED], reported_by__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="yield_source_is_an_address",
                condition=~Q(state=State.SOURCED) | Q(source__startswith="http"),
                violation_error_message=_("Geef het webadres van de bron die dit zegt."),
            ),
            models.CheckConstraint(
                name="yield_disputed_with_words",
                condition=Q(state=State.DISPUTED) & ~Q(dispute="") | ~Q(state=State.DISPUTED) & Q(dispute=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {self.subject}"

    @property
    def subject(self) -> Action | Call | Adoption:
        """What it came of."""
        found = self.action or self.call or self.adoption
        if found is None:
            raise ValueError("a yield is of an action, a call or an adoption")
        return found

    @property
    def figure(self) -> str:
        """The amount with its unit."""
        return format_figure(self.amount, self.unit)


def format_figure(amount: Decimal, unit: str) -> str:
    """An amount with its unit: “1.200 kWh per jaar”."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, decimal_pos=places, force_grouping=True)} {unit}"
