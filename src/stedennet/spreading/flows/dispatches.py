"""Noting where a thing went. What sends calls this in the transaction in which it notes that it was sent."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import today
from stedennet.core.text import shorten_text

from ..models import Channel, Dispatch

LONGEST = 200


@transaction.atomic
def record_dispatch(
    subject_type: str, subject_id: str, channel: str, where: str = "", many: int = 1, *, day: dt.date | None = None
) -> None:
    """Add `many` to how often a thing went by `channel` to `where`, today or on another `day`.

    `subject_type` and `subject_id` are those of the log (changes), `where` is a place and never a person. Nothing is
    noted for `many` below one. Raises ValueError for a channel that is not known.
    """
    if many < 1:
        return
    row, is_new = Dispatch.objects.get_or_create(
        subject_type=subject_type,
        subject_id=str(subject_id),
        channel=Channel(channel),
        where=shorten_text(where, LONGEST),
        day=day or today(),
        defaults={"many": many},
    )
    if not is_new:
        Dispatch.objects.filter(pk=row.pk).update(many=F("many") + many)
