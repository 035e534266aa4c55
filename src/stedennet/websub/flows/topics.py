"""Following the log: an announcement for each feed that changed."""

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
    """Queue announcements for the next changes of the log (periodic job); return how many. Skips all without a hub."""
    return changes.follow_changes(CURSOR, _store_announcements if settings.WEBSUB_HUB else _skip_changes)


def _skip_changes(new_changes: Sequence[Change]) -> None:
    return


def _store_announcements(new_changes: Sequence[Change]) -> None:
    for topic, subjects in links.list_topics(new_changes).items():
        announcement, _is_new = Announcement.objects.get_or_create(
            topic=topic, told_at=None, given_up_at=None, defaults={"due_at": now()}
        )
        announcement = Announcement.objects.select_for_update().get(pk=announcement.pk)
        announcement.subjects = merge_subjects(announcement.subjects, subjects)
        announcement.save(update_fields=["subjects"])
