"""Queries on the log."""

from typing import Self

from django.db import models


class ChangeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Lines of the log; their ids are in the order of commit."""

    def latest_first(self) -> Self:
        """The newest line first."""
        return self.order_by("-id")

    def after(self, position: int) -> Self:
        """Every line after `position`, in the order of commit."""
        return self.filter(pk__gt=position).order_by("id")

    def for_subject(self, subject: models.Model) -> Self:
        """Lines about this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
