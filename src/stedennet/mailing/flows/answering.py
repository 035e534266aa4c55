"""Writing down what the mail server said."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import now
from stedennet.outbox.rules import wait_after

from ..carrying import Answer, Said
from ..models import Delivery
from ..rules.pace import MOST_ATTEMPTS
from .bouncing import KIND_OF, came_back

State = Delivery.State
FREE: dict[str, Any] = {"claimed_at": None, "claimed_by": ""}


@transaction.atomic
def write_down(answers: Sequence[Answer], *, worker: str) -> None:
    """Each answer in its row, in one transaction; a row that another worker has meanwhile is left alone."""
    moment = now()
    mine = Delivery.objects.mine(worker)
    taken = [answer.number for answer in answers if answer.said is Said.TAKEN]
    if taken:
        mine.filter(pk__in=taken).update(state=State.HANDED_OVER, done_at=moment, last_error="", **FREE)
    unsent = [answer.number for answer in answers if answer.said is Said.UNSENT]
    if unsent:
        mine.filter(pk__in=unsent).update(state=State.WAITING, **FREE)
    for answer in answers:
        if answer.said is Said.REFUSED:
            _refused(mine.filter(pk=answer.number), answer)
        elif answer.said in (Said.LATER, Said.UNKNOWN):
            _again(mine.filter(pk=answer.number), answer)


def _refused(row: Any, answer: Answer) -> None:
    if row.update(state=State.FAILED, done_at=now(), last_error=answer.text, **FREE) and answer.about:
        came_back(Delivery.objects.get(pk=answer.number), KIND_OF[answer.about], note=answer.text)


def _again(row: Any, answer: Answer) -> None:
    attempts = row.values_list("attempts", flat=True).first()
    if attempts is None:
        return
    fields: dict[str, Any] = {"attempts": attempts + 1, "last_error": answer.text, **FREE}
    if answer.said is Said.UNKNOWN:
        fields["repeated"] = F("repeated") + 1
    if attempts + 1 >= MOST_ATTEMPTS:
        row.update(state=State.FAILED, done_at=now(), **fields)
    else:
        row.update(state=State.WAITING, not_before=now() + wait_after(attempts + 1), **fields)
