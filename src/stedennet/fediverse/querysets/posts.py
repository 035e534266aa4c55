"""Queries on posts and activities."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from ..models import Identity


class PostQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on posts."""

    def living(self) -> Self:
        """Posts that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def for_subject(self, subject_type: str, subject_id: str) -> Self:
        """Posts about this record, withdrawn ones too."""
        return self.filter(subject_type=subject_type, subject_id=subject_id)


class ActivityQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on our activities."""

    def public(self) -> Self:
        """Activities that an outbox shows; of a withdrawn post only the deletion."""
        return self.filter(post__isnull=False).filter(Q(post__withdrawn_at=None) | Q(verb="Delete"))

    def of(self, identity: "Identity") -> Self:
        """Activities of one account, newest first."""
        return self.filter(identity=identity).order_by("-id")
