"""Figures about a municipality, each of a day or a year and with its source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import Precision, format_day

from .organisations import Organisation


class FigureKind(models.TextChoices):
    """The quantity that a figure measures."""

    POPULATION = "population", _("inwoners")
    URBANITY = "urbanity", _("stedelijkheid")


URBANITY_CLASSES = {
    1: _("zeer sterk stedelijk"),
    2: _("sterk stedelijk"),
    3: _("matig stedelijk"),
    4: _("weinig stedelijk"),
    5: _("niet stedelijk"),
}
"""The classes of Statistics Netherlands (CBS), by the density of addresses."""


class OrganisationFigure(models.Model):
    """The number of inhabitants, or the class of urbanity (1 to 5), of a municipality at one moment."""

    Kind = FigureKind

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="figures"
    )
    kind = models.CharField(_("soort"), max_length=12, choices=FigureKind.choices)
    value = models.PositiveIntegerField(_("waarde"))
    on = models.DateField(_("op"))
    precision = models.CharField(_("bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    publisher = models.CharField(_("wie het cijfer maakte"), max_length=60)
    source_url = models.URLField(_("bron"), max_length=500)

    class Meta:
        verbose_name = _("cijfer")
        verbose_name_plural = _("cijfers")
        ordering = ["kind", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "on"], name="figure_once_a_day"),
            models.CheckConstraint(name="figure_kind_is_known", condition=Q(kind__in=FigureKind.values)),
            models.CheckConstraint(name="figure_has_source", condition=~Q(source_url="") & ~Q(publisher="")),
            models.CheckConstraint(
                name="figure_urbanity_is_a_class",
                condition=~Q(kind=FigureKind.URBANITY) | Q(value__range=(1, 5)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()} {self.value}"

    @property
    def on_in_words(self) -> str:
        """The day or the year of the figure."""
        return format_day(self.on, self.precision)
