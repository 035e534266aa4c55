"""Organisations: municipalities, their association, governments, companies and all others that take part."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text

from ..querysets.organisations import OrganisationQuerySet
from .base import Dated, Sourced, ends_after_begin


class Kind(models.TextChoices):
    """The kind of organisation."""

    MUNICIPALITY = "municipality", _("gemeente")
    ASSOCIATION = "association", _("koepel of vereniging")
    GOVERNMENT = "government", _("rijksoverheid")
    PROVINCE = "province", _("provincie")
    WATER_BOARD = "water_board", _("waterschap")
    KNOWLEDGE = "knowledge", _("kennisinstelling")
    COMPANY = "company", _("bedrijf")
    CIVIL_SOCIETY = "civil_society", _("maatschappelijke organisatie")
    NETWORK = "network", _("netwerk")


class Organisation(Sourced, Dated):
    """An organisation in the register. A dissolved one has an end and perhaps a successor, and keeps its page."""

    Kind = Kind

    kind = models.CharField(_("soort"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("naam"), max_length=200)
    short_name = models.CharField(_("korte naam"), max_length=60, blank=True)
    slug = models.SlugField(_("adres"), max_length=120, unique=True, help_text=_("Het laatste deel van het webadres."))
    code = models.CharField(
        _("code"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Van een gemeente de CBS-code: GM0344."),
    )
    tooi_uri = models.URLField(_("TOOI-adres"), max_length=200, null=True, blank=True, unique=True)
    province = models.ForeignKey(
        "self",
        verbose_name=_("provincie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="places",
        limit_choices_to={"kind": Kind.PROVINCE},
    )
    seat = models.ForeignKey(
        "self",
        verbose_name=_("gevestigd in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seated_here",
        limit_choices_to={"kind": Kind.MUNICIPALITY},
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("opgegaan in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    description = models.TextField(_("beschrijving"), blank=True)
    description_en = models.TextField(_("beschrijving (Engels)"), blank=True)
    longitude = models.FloatField(_("lengtegraad"), null=True, blank=True)
    latitude = models.FloatField(_("breedtegraad"), null=True, blank=True)
    population = models.PositiveIntegerField(
        _("inwoners"), null=True, blank=True, help_text=_("Van een gemeente: hoeveel mensen er wonen (CBS).")
    )

    is_example = models.BooleanField(_("voorbeeld"), default=False, db_default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"], name="organisation_kind_name")]
        constraints = [
            ends_after_begin("organisation"),
            models.CheckConstraint(
                name="municipality_has_its_codes",
                condition=~Q(kind=Kind.MUNICIPALITY)
                | Q(
                    # An unknown (NULL) answer would pass a CHECK, so say that both are there.
                    code__isnull=False,
                    tooi_uri__isnull=False,
                    code__regex=r"^GM[0-9]{4}$",
                    tooi_uri__startswith="https://identifier.overheid.nl/tooi/id/gemeente/gm",
                ),
                violation_error_message=_("Een gemeente heeft een CBS-code (GM en vier cijfers) en een TOOI-adres."),
            ),
            models.CheckConstraint(
                name="successor_only_after_the_end",
                condition=Q(successor=None) | Q(ends_on__isnull=False),
                violation_error_message=_("Een opvolger hoort bij een organisatie met een einddatum."),
            ),
            models.CheckConstraint(name="organisation_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="organisation_not_its_own_successor", condition=~Q(successor=models.F("id"))),
            models.CheckConstraint(
                name="organisation_point_is_on_earth",
                condition=Q(longitude=None, latitude=None)
                | Q(
                    longitude__isnull=False,
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                violation_error_message=_("Geef een geldige lengte- en breedtegraad, of geen van beide."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def brief_name(self) -> str:
        """The short name, or the name when there is none."""
        return self.short_name or self.name

    @property
    def about(self) -> str:
        """The description in the reader's language."""
        return get_localised_text(self, "description")

    @property
    def ended(self) -> str:
        """The day on which it ended, in words; empty while it exists."""
        return format_day(self.ends_on, self.ends_precision)

    def heir_on(self, day: dt.date) -> "Organisation | None":
        """The organisation that it has merged into by `day`; None while it exists or when it has no successor."""
        return self.successor if self.ends_on and self.ends_on <= day else None

    def find_last_heir(self, day: dt.date) -> "Organisation | None":
        """The organisation of `day` at the end of its mergers; None while it exists or when it has no successor."""
        heir = self.heir_on(day)
        return (heir.find_last_heir(day) or heir) if heir else None
