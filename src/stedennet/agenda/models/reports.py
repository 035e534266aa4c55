"""Progress reports: the actions as they were at the end of a period. Published once, never changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..querysets.reports import ReportQuerySet
from .editions import Edition


class ProgressReport(models.Model):
    """The progress over a period, stored as plain data with a seal; triggers refuse every change."""

    number = models.PositiveSmallIntegerField(_("nummer"), unique=True)
    edition = models.ForeignKey(Edition, verbose_name=_("editie"), on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(_("titel"), max_length=150)
    foreword = models.TextField(_("inleiding"), blank=True)
    begins_on = models.DateField(_("van"))
    ends_on = models.DateField(_("tot en met"))
    made_at = models.DateTimeField(_("gemaakt op"))
    content = models.TextField(_("inhoud"), editable=False)
    seal = models.CharField(_("zegel (SHA-256)"), max_length=64, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("voortgangsrapport")
        verbose_name_plural = _("voortgangsrapporten")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(name="report_ends_after_it_begins", condition=Q(ends_on__gte=F("begins_on")))
        ]

    def __str__(self) -> str:
        return self.title


class ReportPdf(models.Model):
    """The PDF of a report, made once by the worker."""

    report = models.OneToOneField(ProgressReport, on_delete=models.CASCADE, related_name="document")
    pdf = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pdf van een rapport")
        verbose_name_plural = _("pdf's van rapporten")

    def __str__(self) -> str:
        return f"{self.report}.pdf"
