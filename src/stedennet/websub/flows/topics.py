"""Following the log: which feeds changed, as rows that wait to be told."""

from collections.abc import Sequence

from django.conf import settings

from stedennet.changes import flows as changes
from stedennet.changes.models import Change
from stedennet.core.clock import now

from .. import links
from ..models import Announcement
from ..rules.announcements import merge_subjects

CURSOR = "websub"


def follow_log() -> int:
    """Read the next lines of the log; returns how many. Without a hub they are passed by: nobody listened."""
    return changes.follow_changes(CURSOR, _store_announcements if settings.WEBSUB_HUB else _skip_changes)


def _skip_changes(lines: Sequence[Change]) -> None:
    return


def _store_announcements(lines: Sequence[Change]) -> None:
    for topic, subjects in links.list_topics(lines).items():
        row, _is_new = Announcement.objects.get_or_create(
            topic=topic, told_at=None, given_up_at=None, defaults={"due_at": now()}
        )
        row = Announcement.objects.select_for_update().get(pk=row.pk)
        row.subjects = merge_subjects(row.subjects, subjects)
        row.save(update_fields=["subjects"])
