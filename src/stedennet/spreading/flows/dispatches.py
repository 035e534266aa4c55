"""Recording dispatches. A sender calls this in the transaction in which it records that something was sent."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import today
from stedennet.core.text import shorten_text

from ..models import Channel, Dispatch

MAX_PLACE_LENGTH = 200


@transaction.atomic
def record_dispatch(
    subject_type: str, subject_id: str, channel: str, where: str = "", many: int = 1, *, day: dt.date | None = None
) -> None:
    """Add `many` to the number of times an item was sent through `channel` to `where`, today or on `day`.

    `subject_type` and `subject_id` are those of the log (changes); `where` is a place, never a person. Does nothing
    for `many` below one. Raises ValueError for an unknown channel.
    """
    if many < 1:
        return
    dispatch, is_new = Dispatch.objects.get_or_create(
        subject_type=subject_type,
        subject_id=str(subject_id),
        channel=Channel(channel),
        where=shorten_text(where, MAX_PLACE_LENGTH),
        day=day or today(),
        defaults={"many": many},
    )
    if not is_new:
        Dispatch.objects.filter(pk=dispatch.pk).update(many=F("many") + many)
