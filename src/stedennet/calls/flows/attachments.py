"""Files with a message: checked by their content, kept as long as the conversation, for its two sides only."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.core.files import CheckedFile, check_file
from stedennet.core.records import store_record

from ..models import Attachment, Interest, Message
from ..rules.states import Talk

MAX_PER_MESSAGE = 3
MAX_PER_CONVERSATION = 20
RETENTION_AFTER_CLOSING = dt.timedelta(days=180)

Upload = tuple[str, bytes]
"""A name as it was typed elsewhere, and the bytes: neither is trusted."""


def check_uploads(uploads: Sequence[Upload]) -> list[CheckedFile]:
    """The files, each looked at by its content. Raises Refused for too many, and for what is not on the list."""
    if len(uploads) > MAX_PER_MESSAGE:
        raise Refused(_("Stuur hooguit %(n)s bestanden met een bericht mee.") % {"n": MAX_PER_MESSAGE}, field="files")
    return [check_file(name, data) for name, data in uploads]


def store_attachments(message: Message, files: Sequence[CheckedFile]) -> list[Attachment]:
    """Keep the files with a message that was just written. Raises Refused when the conversation has many already."""
    had = Attachment.objects.filter(message__interest=message.interest).count()
    if files and had + len(files) > MAX_PER_CONVERSATION:
        raise Refused(_("Dit gesprek heeft al %(n)s bestanden. Deel ze nu anders.") % {"n": had}, field="files")
    return [
        store_record(
            Attachment(message=message, name=one.name, media_type=one.media_type, size=len(one.data), data=one.data)
        )
        for one in files
    ]


def find_attachment(interest: Interest, key: int) -> Attachment | None:
    """A file of this conversation; None for one of another, and when the conversation is over."""
    if is_conversation_over(interest):
        return None
    return Attachment.objects.filter(message__interest=interest, pk=key).first()


def is_conversation_over(interest: Interest) -> bool:
    """Whether one side ended it, or the owner said no."""
    return bool(interest.blocked_by) or interest.talk == Talk.NO


def delete_attachments(interest: Interest) -> None:
    """The conversation is over: its files go; the words stay."""
    Attachment.objects.filter(message__interest=interest).delete()


@transaction.atomic
def delete_old_attachments() -> int:
    """The worker's chore: files of calls that closed long ago go; returns how many."""
    before = today() - RETENTION_AFTER_CLOSING
    return Attachment.objects.filter(message__interest__call__closes_on__lt=before).delete()[0]
