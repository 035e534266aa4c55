"""An adoption: a city takes over an initiative, or another city's version of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import PlanPrecision, format_day
from stedennet.network.models import Organisation

from ..querysets.adoptions import AdoptionQuerySet
from ..rules.choices import ContactLevel, Kind, Verdict
from .initiatives import Initiative


class Adoption(models.Model):
    """An organisation's report that it adopted an initiative; the owner of the source confirms or disputes it.

    A public source can say so too, before either of them does (`SOURCED`). It may leave open how it was adopted.
    Database triggers keep the source of an adoption unchanged, so that no cycle can arise.
    """

    Kind, Verdict = Kind, Verdict

    initiative = models.ForeignKey(
        Initiative, verbose_name=_("initiatief"), on_delete=models.PROTECT, related_name="adoptions"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("wie neemt over"), on_delete=models.PROTECT, related_name="adoptions"
    )
    of = models.ForeignKey(
        "self",
        verbose_name=_("overgenomen van"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_over",
    )
    kind = models.CharField(_("hoe"), max_length=8, choices=Kind.choices, blank=True)
    since_on = models.DateField(_("sinds"), null=True, blank=True)
    since_precision = models.CharField(
        _("bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    costs = models.CharField(_("wat het kostte"), max_length=200, blank=True)
    taught = models.TextField(_("wat het leerde"), blank=True, max_length=2000)
    contact_level = models.CharField(
        _("wat lezers van de contactpersoon zien"),
        max_length=4,
        choices=ContactLevel.choices,
        default=ContactLevel.NONE,
    )
    contact_role = models.CharField(_("functie van de contactpersoon"), max_length=120, blank=True)
    contact_name = models.CharField(_("naam van de contactpersoon"), max_length=120, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    verdict = models.CharField(_("stand"), max_length=9, choices=Verdict.choices, default=Verdict.CLAIMED)
    verdict_words = models.CharField(_("waarom betwist"), max_length=400, blank=True)
    verdict_at = models.DateTimeField(_("beoordeeld op"), null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_at = models.DateTimeField(_("gemeld op"))

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("overname")
        verbose_name_plural = _("overnames")
        ordering = ["told_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation"],
                name="adoption_once_an_organisation",
                violation_error_message=_("Deze organisatie staat er al bij."),
            ),
            models.CheckConstraint(
                name="adoption_kind_is_known",
                condition=Q(kind__in=Kind.values) | (Q(kind="") & ~Q(source_url="")),
                violation_error_message=_("Kies hoe u het overneemt."),
            ),
            models.CheckConstraint(
                name="adoption_sourced_has_source",
                condition=~Q(verdict=Verdict.SOURCED) | ~Q(source_url=""),
                violation_error_message=_("Geef de bron die dit zegt."),
            ),
            models.CheckConstraint(name="adoption_verdict_is_known", condition=Q(verdict__in=Verdict.values)),
            models.CheckConstraint(name="adoption_not_of_itself", condition=~Q(of=F("id"))),
            models.CheckConstraint(
                name="adoption_disputed_with_words", condition=~Q(verdict=Verdict.DISPUTED) | ~Q(verdict_words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.initiative}"

    @property
    def since(self) -> str:
        """The date of the adoption in words; empty when it is unknown."""
        return format_day(self.since_on, self.since_precision)
