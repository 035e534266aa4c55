"""Reads of posts and activities."""

from typing import Any, Self

from django.db import models
from django.db.models import Q


class PostQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What was published."""

    def living(self) -> Self:
        """What was not withdrawn."""
        return self.filter(withdrawn_at=None)

    def about(self, subject_type: str, subject_id: str) -> Self:
        """Only about this record."""
        return self.filter(subject_type=subject_type, subject_id=subject_id)


class ActivityQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What our accounts did."""

    def public(self) -> Self:
        """What an outbox shows: of a withdrawn post only that it was withdrawn."""
        return self.filter(post__isnull=False).filter(Q(post__withdrawn_at=None) | Q(verb="Delete"))

    def of(self, identity: Any) -> Self:
        """Of one account, newest first."""
        return self.filter(identity=identity).order_by("-id")
