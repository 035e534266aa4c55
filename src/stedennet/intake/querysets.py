"""Reads of submissions."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from stedennet.core.folded_text import fold_text

from .rules import ACCEPTED_RETENTION, REJECTED_RETENTION, UNCONFIRMED_RETENTION, Status


class SubmissionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What the public sent in."""

    def newest_first(self) -> Self:
        """The newest first."""
        return self.order_by("-id")

    def sent_on(self, occasion: str) -> Self:
        """What one opened form sent for one address, the oldest first; a first row may have only its key `once`."""
        return self.filter(Q(occasion=occasion) | Q(once=occasion)).order_by("pk")

    def pending(self) -> Self:
        """What waits for a moderator."""
        return self.filter(status=Status.PENDING)

    def of_kind(self, kind: str) -> Self:
        """Only of this kind."""
        return self.filter(kind=kind)

    def matching(self, words: str) -> Self:
        """Whose name, address, subject or text has these words."""
        fields = ("name", "email", "subject_title", "text")
        return self.filter(reduce(or_, (Q(**{f"{field}__folded__contains": fold_text(words)}) for field in fields)))

    def about(self, subject: Any) -> Self:
        """Only about this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def accepted_from(self, email: str) -> Self:
        """What was accepted before from this address."""
        return self.filter(email=email, status=Status.ACCEPTED)

    def forgettable(self, moment: dt.datetime) -> Self:
        """What was never confirmed, and is old."""
        return self.filter(status=Status.UNCONFIRMED, created_at__lt=moment - UNCONFIRMED_RETENTION)

    def nameless_by(self, moment: dt.datetime) -> Self:
        """What came to nothing, or was accepted, so long ago that nobody needs to know any more who sent it."""
        rows = self.exclude(email="", name="").alias(ended_at=Coalesce("decided_at", "confirmed_at", "created_at"))
        refused = Q(status__in=[Status.REJECTED, Status.WITHDRAWN], ended_at__lt=moment - REJECTED_RETENTION)
        return rows.filter(refused | Q(status=Status.ACCEPTED, ended_at__lt=moment - ACCEPTED_RETENTION))
