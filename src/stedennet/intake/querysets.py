"""Queries of submissions."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from stedennet.core.folded_text import fold_text

from .rules import ACCEPTED_RETENTION, REJECTED_RETENTION, UNCONFIRMED_RETENTION, Status


class SubmissionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Submissions of the public."""

    def newest_first(self) -> Self:
        """Submissions, newest first."""
        return self.order_by("-id")

    def sent_on(self, occasion: str) -> Self:
        """Submissions of one opened form and address, oldest first; the first one may have only `once` as its key."""
        return self.filter(Q(occasion=occasion) | Q(once=occasion)).order_by("pk")

    def pending(self) -> Self:
        """Submissions that wait for a moderator."""
        return self.filter(status=Status.PENDING)

    def of_kind(self, kind: str) -> Self:
        """Submissions of this kind."""
        return self.filter(kind=kind)

    def matching(self, words: str) -> Self:
        """Submissions with these words in the name, address, subject or text."""
        fields = ("name", "email", "subject_title", "text")
        return self.filter(reduce(or_, (Q(**{f"{field}__folded__contains": fold_text(words)}) for field in fields)))

    def about(self, subject: models.Model) -> Self:
        """Submissions about this record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def accepted_from(self, email: str) -> Self:
        """Accepted submissions from this address."""
        return self.filter(email=email, status=Status.ACCEPTED)

    def forgettable(self, moment: dt.datetime) -> Self:
        """Unconfirmed submissions that are past their retention period at `moment`."""
        return self.filter(status=Status.UNCONFIRMED, created_at__lt=moment - UNCONFIRMED_RETENTION)

    def nameless_by(self, moment: dt.datetime) -> Self:
        """Submissions with personal data that are past the retention period of their status at `moment`."""
        rows = self.exclude(email="", name="").alias(ended_at=Coalesce("decided_at", "confirmed_at", "created_at"))
        refused = Q(status__in=[Status.REJECTED, Status.WITHDRAWN], ended_at__lt=moment - REJECTED_RETENTION)
        return rows.filter(refused | Q(status=Status.ACCEPTED, ended_at__lt=moment - ACCEPTED_RETENTION))
