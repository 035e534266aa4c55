"""Indicators: what is measured, and its values. One belongs to a single action, or stands by itself."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import Precision, format_day
from stedennet.core.text import get_localised_text
from stedennet.network.models import Organisation, Theme

from ..querysets.indicators import IndicatorPointQuerySet, IndicatorQuerySet
from ..rules.indicators import Direction
from .commitments import Action

VALUES_PAGE = "waarden"
"""The list of values has this address below the indicators."""


class Area(models.TextChoices):
    """What a value is about when it is about no single organisation; the classes are those of CBS."""

    NETHERLANDS = "nl", _("Nederland")
    CLASS_1 = "class1", _("zeer sterk stedelijke gemeenten")
    CLASS_2 = "class2", _("sterk stedelijke gemeenten")
    CLASS_3 = "class3", _("matig stedelijke gemeenten")
    CLASS_4 = "class4", _("weinig stedelijke gemeenten")
    CLASS_5 = "class5", _("niet stedelijke gemeenten")


class Indicator(models.Model):
    """A measure. With an `action` it tells whether that action works; without one it stands by itself.

    One that stands by itself has a source and a method, is measured for many organisations and used by many actions.
    """

    action = models.ForeignKey(
        Action,
        verbose_name=_("van één actie"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="indicators",
        help_text=_("Leeg: de indicator staat op zichzelf en meer acties kunnen hem gebruiken."),
    )
    slug = models.SlugField(_("adres"), max_length=120, unique=True, null=True, blank=True)
    name = models.CharField(_("naam"), max_length=150)
    name_en = models.CharField(_("naam in het Engels"), max_length=150, blank=True, default="", db_default="")
    unit = models.CharField(_("eenheid"), max_length=60)
    unit_en = models.CharField(_("eenheid in het Engels"), max_length=60, blank=True, default="", db_default="")
    direction = models.CharField(_("richting"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline_value = models.DecimalField(_("beginwaarde"), max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("dag van de beginwaarde"), null=True, blank=True)
    publisher = models.CharField(_("wie het meet"), max_length=150, blank=True, default="", db_default="")
    source_url = models.URLField(_("bron"), max_length=500, blank=True, default="", db_default="")
    method = models.TextField(_("hoe het gemeten wordt"), blank=True, default="", db_default="")
    method_en = models.TextField(_("hoe het gemeten wordt, in het Engels"), blank=True, default="", db_default="")
    adds_up = models.BooleanField(
        _("is een aantal"),
        default=False,
        db_default=False,
        help_text=_("Dan staat er ook het aantal per 1.000 inwoners bij, waar dat bekend is."),
    )
    is_comparable = models.BooleanField(_("geschikt om organisaties te vergelijken"), default=True, db_default=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("thema's"), blank=True, related_name="indicators")
    used_by = models.ManyToManyField(
        Action, verbose_name=_("acties die hem gebruiken"), blank=True, related_name="used_indicators"
    )

    measured: int
    organisations: int
    first_on: dt.date | None
    last_on: dt.date | None
    public_users: list[Action]
    """There after `with_cards`."""

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicatoren")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="indicator_direction_is_known", condition=Q(direction__in=Direction.values)),
            models.CheckConstraint(
                name="indicator_of_an_action_has_a_direction",
                condition=Q(action__isnull=True) | ~Q(direction=Direction.NONE),
                violation_error_message=_("Zeg bij een indicator van een actie welke kant goed is."),
            ),
            models.CheckConstraint(
                name="indicator_baseline_has_a_day",
                condition=Q(baseline_value__isnull=True) | Q(baseline_on__isnull=False),
                violation_error_message=_("Noem ook de dag van de beginwaarde."),
            ),
            models.CheckConstraint(
                name="indicator_by_itself_has_a_source",
                condition=Q(action__isnull=False) | (Q(slug__isnull=False) & ~Q(publisher="") & ~Q(method="")),
                violation_error_message=_("Noem wie het meet en hoe: deze indicator staat op zichzelf."),
            ),
            models.CheckConstraint(
                name="indicator_address_is_free",
                condition=Q(slug__isnull=True) | ~Q(slug__in=["", VALUES_PAGE]),
                violation_error_message=_("Dit adres is van een andere pagina."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return get_localised_text(self, "name")

    @property
    def unit_in_words(self) -> str:
        """The unit in the reader's language."""
        return get_localised_text(self, "unit")


class IndicatorPoint(models.Model):
    """A target or a measured value on a day: of the indicator's action, of an organisation or of an area."""

    class Kind(models.TextChoices):
        """Whether the value is a target or was measured."""

        TARGET = "target", _("doel")
        VALUE = "value", _("gemeten")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("soort"), max_length=6, choices=Kind.choices)
    on = models.DateField(_("dag"))
    precision = models.CharField(
        _("bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY, db_default=Precision.DAY
    )
    value = models.DecimalField(_("waarde"), max_digits=20, decimal_places=4)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("van welke organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicator_points",
    )
    area = models.CharField(
        _("van welk gebied"), max_length=6, choices=Area.choices, blank=True, default="", db_default=""
    )
    publisher = models.CharField(_("wie het mat"), max_length=150, blank=True, default="", db_default="")
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    note = models.CharField(_("opmerking"), max_length=200, blank=True, default="", db_default="")

    objects = IndicatorPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("doel of gemeten waarde")
        verbose_name_plural = _("doelen en gemeten waarden")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kind", "on", "area"],
                condition=Q(organisation__isnull=True),
                name="indicator_point_once_a_day",
                violation_error_message=_("Voor deze dag staat er al een waarde."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "kind", "on", "organisation"],
                condition=Q(organisation__isnull=False),
                name="indicator_point_once_a_day_and_organisation",
                violation_error_message=_("Voor deze organisatie en dag staat er al een waarde."),
            ),
            models.CheckConstraint(name="indicator_point_kind_is_known", condition=Q(kind__in=["target", "value"])),
            models.CheckConstraint(
                name="indicator_point_precision_is_known", condition=Q(precision__in=Precision.values)
            ),
            models.CheckConstraint(
                name="indicator_point_area_is_known", condition=Q(area="") | Q(area__in=Area.values)
            ),
            models.CheckConstraint(
                name="indicator_point_of_one_place",
                condition=Q(organisation__isnull=True) | Q(area=""),
                violation_error_message=_("Kies een organisatie of een gebied, niet allebei."),
            ),
            models.CheckConstraint(
                name="indicator_point_of_a_place_has_a_source",
                condition=(Q(organisation__isnull=True) & Q(area="")) | (~Q(publisher="") & ~Q(source_url="")),
                violation_error_message=_("Noem bij deze waarde wie hem mat en waar die staat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"

    @property
    def on_in_words(self) -> str:
        """The day, month or year of the value."""
        return format_day(self.on, self.precision)

    @property
    def place(self) -> str:
        """The name of the organisation or the area; empty for a value of the indicator's own action."""
        return self.organisation.name if self.organisation else str(self.get_area_display() if self.area else "")
