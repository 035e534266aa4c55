"""Abstract models: records with a source and a review date, and records with a period."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import Precision, format_day


class Sourced(models.Model):
    """A fact with its source, and the day on which somebody should review it again."""

    source_url = models.URLField(_("bron"), max_length=500, blank=True, help_text=_("Waar staat dit? Een webadres."))
    reviewed_on = models.DateField(_("laatst nagekeken op"), null=True, blank=True)
    next_review_on = models.DateField(_("opnieuw nakijken op"), null=True, blank=True)

    class Meta:
        abstract = True


class Dated(models.Model):
    """A fact that holds from `begins_on` up to but not including `ends_on`; empty means unknown or not yet."""

    begins_on = models.DateField(_("begint op"), null=True, blank=True, help_text=_("Leeg: niet bekend."))
    begins_precision = models.CharField(
        _("begin bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    ends_on = models.DateField(
        _("eindigt op"), null=True, blank=True, help_text=_("De eerste dag waarop het niet meer geldt.")
    )
    ends_precision = models.CharField(
        _("einde bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )

    class Meta:
        abstract = True

    @property
    def begins_in_words(self) -> str:
        """The first day in words; empty when it is not known."""
        return format_day(self.begins_on, self.begins_precision)

    @property
    def ends_in_words(self) -> str:
        """The end in words; empty when there is none."""
        return format_day(self.ends_on, self.ends_precision)

    def holds_on(self, day: dt.date) -> bool:
        """Whether this holds on `day`."""
        return (self.begins_on is None or self.begins_on <= day) and (self.ends_on is None or day < self.ends_on)


def ends_after_begin(name: str) -> models.CheckConstraint:
    """The constraint that a period does not end before it begins; `name` is the table's."""
    return models.CheckConstraint(
        name=f"{name}_ends_after_begin",
        condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("begins_on")),
        violation_error_message=_("Het einde moet na het begin liggen."),
    )
