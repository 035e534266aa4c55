"""The log of questions, without persons, kept for ninety days."""

import datetime as dt
import logging

from django.db import DatabaseError, transaction
from django.db.models import F

from stedennet.core.clock import today

from ..models import Asked
from ..rules.privacy import may_keep_question

logger = logging.getLogger(__name__)
RETENTION = dt.timedelta(days=90)
MOST_A_DAY = 5_000
"""Maximum number of different questions kept for a day, so that a robot cannot fill the disk."""


def record_question(question: str, *, language: str, found: int) -> None:
    """Count a question with its number of results, unless it may hold personal data. Only logs database errors."""
    plain = " ".join(question.lower().split())
    if not may_keep_question(plain):
        return
    day = today()
    try:
        with transaction.atomic():
            rows = Asked.objects.filter(day=day, question=plain, language=language)
            if rows.update(times=F("times") + 1, found=found):
                return
            if Asked.objects.filter(day=day).count() < MOST_A_DAY:
                Asked.objects.get_or_create(day=day, question=plain, language=language, defaults={"found": found})
    except DatabaseError as error:
        logger.warning("a question could not be counted: %s", error)


def delete_old_questions() -> None:
    """Delete the questions that are older than the retention period; a daily job."""
    Asked.objects.filter(day__lt=today() - RETENTION).delete()
