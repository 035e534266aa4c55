"""Queries on the log."""

from typing import Self

from django.db import models
from django.db.models.functions import Cast


class ChangeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Lines of the log; their ids are in the order of commit."""

    def latest_first(self) -> Self:
        """The newest line first."""
        return self.order_by("-id")

    def after(self, position: int) -> Self:
        """Every line after `position`, in the order of commit."""
        return self.filter(pk__gt=position).order_by("id")

    def news(self) -> Self:
        """Lines that are news; that something changed, without what, is none."""
        return self.filter(is_news=True).exclude(verb="changed", note="")

    def not_about(self, records: models.QuerySet[models.Model]) -> Self:
        """Lines that are not about one of these records."""
        keys = records.order_by().values_list(Cast("pk", models.CharField()), flat=True)
        return self.exclude(subject_type=records.model._meta.label_lower, subject_id__in=keys)

    def for_subject(self, subject: models.Model) -> Self:
        """Lines about this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
