"""Files sent with a message: checked by their content, kept as long as the conversation, for its two sides only."""

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
"""A file name and its bytes, both as received: neither is trusted."""


def check_uploads(uploads: Sequence[Upload]) -> list[CheckedFile]:
    """The files, each checked by its content. Raises Refused for too many, and for a type that is not allowed."""
    if len(uploads) > MAX_PER_MESSAGE:
        raise Refused(_("Stuur hooguit %(n)s bestanden met een bericht mee.") % {"n": MAX_PER_MESSAGE}, field="files")
    return [check_file(name, data) for name, data in uploads]


def store_attachments(message: Message, files: Sequence[CheckedFile]) -> list[Attachment]:
    """Store the files of a message just written. Raises Refused when the conversation would have too many."""
    existing = Attachment.objects.filter(message__interest=message.interest).count()
    if files and existing + len(files) > MAX_PER_CONVERSATION:
        raise Refused(_("Dit gesprek heeft al %(n)s bestanden. Deel ze nu anders.") % {"n": existing}, field="files")
    return [
        store_record(
            Attachment(
                message=message, name=file.name, media_type=file.media_type, size=len(file.data), data=file.data
            )
        )
        for file in files
    ]


def find_attachment(interest: Interest, key: int) -> Attachment | None:
    """A file of this conversation; None when it belongs to another one, and when the conversation is over."""
    if is_conversation_over(interest):
        return None
    return Attachment.objects.filter(message__interest=interest, pk=key).first()


def is_conversation_over(interest: Interest) -> bool:
    """Whether one side ended the conversation, or the owner declined."""
    return bool(interest.blocked_by) or interest.talk == Talk.NO


def delete_attachments(interest: Interest) -> None:
    """Delete the files of a conversation that is over; its messages stay."""
    Attachment.objects.filter(message__interest=interest).delete()


@transaction.atomic
def delete_old_attachments() -> int:
    """Delete the files of calls that closed over 180 days ago; returns how many. A periodic job."""
    cutoff = today() - RETENTION_AFTER_CLOSING
    return Attachment.objects.filter(message__interest__call__closes_on__lt=cutoff).delete()[0]
