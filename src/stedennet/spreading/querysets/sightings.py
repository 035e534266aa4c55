"""Reads of the sites that showed something of ours."""

from typing import Any, Self

from django.db import models


class SightingQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Sightings, in no order."""

    def for_subject(self, subject: Any) -> Self:
        """Only those of this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def verified(self) -> Self:
        """What we believe."""
        return self.filter(verified_at__isnull=False)

    def unverified(self) -> Self:
        """What somebody may have made up."""
        return self.filter(verified_at=None)
