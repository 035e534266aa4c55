"""Writing down what the mail server said."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import now
from stedennet.outbox.rules import compute_retry_delay

from ..models import Delivery
from ..rules.pace import MOST_ATTEMPTS
from ..transport import Answer, Result
from .bounces import KIND_OF, record_bounce

State = Delivery.State
UNCLAIMED: dict[str, Any] = {"claimed_at": None, "claimed_by": ""}


@transaction.atomic
def record_answers(answers: Sequence[Answer], *, worker: str) -> None:
    """Each answer in its row, in one transaction; a row that another worker has meanwhile is left alone."""
    moment = now()
    mine = Delivery.objects.mine(worker)
    taken = [answer.number for answer in answers if answer.said is Result.TAKEN]
    if taken:
        mine.filter(pk__in=taken).update(state=State.HANDED_OVER, done_at=moment, last_error="", **UNCLAIMED)
    unsent = [answer.number for answer in answers if answer.said is Result.UNSENT]
    if unsent:
        mine.filter(pk__in=unsent).update(state=State.WAITING, **UNCLAIMED)
    for answer in answers:
        if answer.said is Result.REFUSED:
            _record_refusal(mine.filter(pk=answer.number), answer)
        elif answer.said in (Result.LATER, Result.UNKNOWN):
            _schedule_retry(mine.filter(pk=answer.number), answer)


def _record_refusal(row: Any, answer: Answer) -> None:
    if row.update(state=State.FAILED, done_at=now(), last_error=answer.text, **UNCLAIMED) and answer.about:
        record_bounce(Delivery.objects.get(pk=answer.number), KIND_OF[answer.about], note=answer.text)


def _schedule_retry(row: Any, answer: Answer) -> None:
    attempts = row.values_list("attempts", flat=True).first()
    if attempts is None:
        return
    fields: dict[str, Any] = {"attempts": attempts + 1, "last_error": answer.text, **UNCLAIMED}
    if answer.said is Result.UNKNOWN:
        fields["repeated"] = F("repeated") + 1
    if attempts + 1 >= MOST_ATTEMPTS:
        row.update(state=State.FAILED, done_at=now(), **fields)
    else:
        row.update(state=State.WAITING, not_before=now() + compute_retry_delay(attempts + 1), **fields)
