"""Queries on sightings of our cards on other sites."""

from typing import Self

from django.db import models


class SightingQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on sightings, in no order."""

    def for_subject(self, subject: models.Model) -> Self:
        """Sightings of this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def verified(self) -> Self:
        """Sightings that were confirmed from several networks."""
        return self.filter(verified_at__isnull=False)

    def unverified(self) -> Self:
        """Sightings that may be forged."""
        return self.filter(verified_at=None)
