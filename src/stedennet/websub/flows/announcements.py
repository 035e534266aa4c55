"""Telling the hub: one POST for each feed that changed, and again later when that failed."""

import datetime as dt
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from stedennet.core.clock import now
from stedennet.spreading.flows.dispatches import record_dispatch

from .. import hub
from ..models import Announcement
from ..rules.announcements import merge_subjects, wait_after

CLAIM_PERIOD = dt.timedelta(minutes=2)
RETENTION_PERIOD = dt.timedelta(days=30)
BATCH_SIZE = 50


def send_due_announcements(*, within: float = 10.0) -> int:
    """Tell what is due; returns how many the hub took. Begins none after `within` seconds."""
    if not settings.WEBSUB_HUB:
        return 0
    end = time.monotonic() + within
    due = _find_waiting().filter(due_at__lte=now()).values_list("pk", flat=True)[:BATCH_SIZE]
    return sum(_send_announcement(pk) for pk in list(due) if time.monotonic() < end)


def _send_announcement(pk: int) -> bool:
    one = _claim_announcement(pk)
    if one is None:
        return False
    try:
        hub.publish_topic(settings.WEBSUB_HUB, one.topic)
    except hub.PublishFailed as error:
        _record_failure(one, str(error))
        return False
    _record_success(one)
    return True


@transaction.atomic
def _claim_announcement(pk: int) -> Announcement | None:
    # Counting first keeps two workers apart. What changes from now on is told again: the hub may read the feed before.
    one = _find_waiting().select_for_update().filter(pk=pk, due_at__lte=now()).first()
    if one:
        one.attempts += 1
        one.due_at = now() + CLAIM_PERIOD
        one.sending, one.subjects = merge_subjects(one.sending, one.subjects), []
        one.save(update_fields=["attempts", "due_at", "sending", "subjects"])
    return one


@transaction.atomic
def _record_success(one: Announcement) -> None:
    place = urlsplit(settings.WEBSUB_HUB).hostname or ""
    for subject_type, subject_id in one.sending:
        record_dispatch(subject_type, subject_id, "atom", where=place)
    row = Announcement.objects.select_for_update().get(pk=one.pk)
    row.sending, row.last_error = [], ""
    if row.subjects:
        row.attempts, row.due_at = 0, now()
    else:
        row.subjects, row.told_at = one.sending, now()
    row.save()


def _record_failure(one: Announcement, why: str) -> None:
    wait, moment = wait_after(one.attempts), now()
    change = {"due_at": moment + wait} if wait else {"given_up_at": moment}
    Announcement.objects.filter(pk=one.pk).update(last_error=why[:300], **change)


def _find_waiting() -> Any:
    return Announcement.objects.filter(told_at=None, given_up_at=None)


def delete_old_announcements() -> int:
    """Delete what was told or given up over 30 days ago; the ledger keeps the counts."""
    old = now() - RETENTION_PERIOD
    rows = Announcement.objects
    return (rows.filter(told_at__lt=old) | rows.filter(given_up_at__lt=old)).delete()[0]
