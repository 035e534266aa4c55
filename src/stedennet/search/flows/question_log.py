"""Remembers what was asked, without who asked it; and forgets it after a quarter."""

import datetime as dt
import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F

from stedennet.core.clock import today

from ..models import Asked
from ..rules.privacy import may_keep_question

logger = logging.getLogger(__name__)
RETENTION = dt.timedelta(days=90)
MOST_A_DAY = 5_000
"""Different questions that are kept for a day: a robot that asks for everything fills no disk."""


def record_question(question: str, *, language: str, found: int) -> None:
    """Count a question; one that looks like personal data is not kept. A database that fails stops no search."""
    plain = " ".join(question.lower().split())
    if not may_keep_question(plain):
        return
    row: dict[str, Any] = {"day": today(), "question": plain, "language": language}
    try:
        with transaction.atomic():
            if Asked.objects.filter(**row).update(times=F("times") + 1, found=found):
                return
            if Asked.objects.filter(day=row["day"]).count() < MOST_A_DAY:
                Asked.objects.get_or_create(**row, defaults={"found": found})
    except DatabaseError as error:
        logger.warning("what was asked could not be counted: %s", error)


def delete_old_questions() -> None:
    """The worker's daily chore."""
    Asked.objects.filter(day__lt=today() - RETENTION).delete()
