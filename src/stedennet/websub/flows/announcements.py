"""Notifying the hub: one POST for each feed that changed, retried later if it fails."""

import datetime as dt
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from stedennet.core.clock import now
from stedennet.spreading.flows.dispatches import record_dispatch

from .. import hub
from ..models import Announcement
from ..rules.announcements import compute_retry_delay, merge_subjects

CLAIM_PERIOD = dt.timedelta(minutes=2)
RETENTION_PERIOD = dt.timedelta(days=30)
BATCH_SIZE = 50


def send_due_announcements(*, within: float = 10.0) -> int:
    """Send due announcements (periodic job); return how many the hub accepted. Starts none after `within` seconds."""
    if not settings.WEBSUB_HUB:
        return 0
    deadline = time.monotonic() + within
    due = _find_waiting().filter(due_at__lte=now()).values_list("pk", flat=True)[:BATCH_SIZE]
    return sum(_send_announcement(pk) for pk in list(due) if time.monotonic() < deadline)


def _send_announcement(pk: int) -> bool:
    announcement = _claim_announcement(pk)
    if announcement is None:
        return False
    try:
        hub.publish_topic(settings.WEBSUB_HUB, announcement.topic)
    except hub.PublishFailed as error:
        _record_failure(announcement, str(error))
        return False
    _record_success(announcement)
    return True


@transaction.atomic
def _claim_announcement(pk: int) -> Announcement | None:
    # Counting first keeps other workers away. Later changes are announced again: the hub may read the feed before
    # them.
    announcement = _find_waiting().select_for_update().filter(pk=pk, due_at__lte=now()).first()
    if announcement:
        announcement.attempts += 1
        announcement.due_at = now() + CLAIM_PERIOD
        announcement.sending, announcement.subjects = merge_subjects(announcement.sending, announcement.subjects), []
        announcement.save(update_fields=["attempts", "due_at", "sending", "subjects"])
    return announcement


@transaction.atomic
def _record_success(announcement: Announcement) -> None:
    hub_host = urlsplit(settings.WEBSUB_HUB).hostname or ""
    for subject_type, subject_id in announcement.sending:
        record_dispatch(subject_type, subject_id, "atom", where=hub_host)
    current = Announcement.objects.select_for_update().get(pk=announcement.pk)
    current.sending, current.last_error = [], ""
    if current.subjects:
        current.attempts, current.due_at = 0, now()
    else:
        current.subjects, current.told_at = announcement.sending, now()
    current.save()


def _record_failure(announcement: Announcement, why: str) -> None:
    delay, moment = compute_retry_delay(announcement.attempts), now()
    fields = {"due_at": moment + delay} if delay else {"given_up_at": moment}
    Announcement.objects.filter(pk=announcement.pk).update(last_error=why[:300], **fields)


def _find_waiting() -> QuerySet[Announcement]:
    return Announcement.objects.filter(told_at=None, given_up_at=None)


def delete_old_announcements() -> int:
    """Delete announcements sent or given up over 30 days ago; return how many. The ledger keeps the counts."""
    limit = now() - RETENTION_PERIOD
    rows = Announcement.objects
    return (rows.filter(told_at__lt=limit) | rows.filter(given_up_at__lt=limit)).delete()[0]
