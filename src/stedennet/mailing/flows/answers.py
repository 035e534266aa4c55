"""Recording the mail server's answers."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import now
from stedennet.outbox.rules import compute_retry_delay

from ..models import Delivery
from ..querysets import MailDeliveryQuerySet
from ..rules.pace import MAX_ATTEMPTS
from ..transport import Answer, Result
from .bounces import KIND_OF, record_bounce

State = Delivery.State
UNCLAIMED: dict[str, Any] = {"claimed_at": None, "claimed_by": ""}


@transaction.atomic
def record_answers(answers: Sequence[Answer], *, worker: str) -> None:
    """Record each answer in its delivery; leaves deliveries alone that another worker has claimed since."""
    moment = now()
    claimed = Delivery.objects.claimed_by(worker)
    taken = [answer.number for answer in answers if answer.result is Result.TAKEN]
    if taken:
        claimed.filter(pk__in=taken).update(state=State.HANDED_OVER, done_at=moment, last_error="", **UNCLAIMED)
    unsent = [answer.number for answer in answers if answer.result is Result.UNSENT]
    if unsent:
        claimed.filter(pk__in=unsent).update(state=State.WAITING, **UNCLAIMED)
    for answer in answers:
        if answer.result is Result.REFUSED:
            _record_refusal(claimed.filter(pk=answer.number), answer)
        elif answer.result in (Result.LATER, Result.UNKNOWN):
            _schedule_retry(claimed.filter(pk=answer.number), answer)


def _record_refusal(delivery: MailDeliveryQuerySet, answer: Answer) -> None:
    if delivery.update(state=State.FAILED, done_at=now(), last_error=answer.text, **UNCLAIMED) and answer.cause:
        record_bounce(Delivery.objects.get(pk=answer.number), KIND_OF[answer.cause], note=answer.text)


def _schedule_retry(delivery: MailDeliveryQuerySet, answer: Answer) -> None:
    attempts = delivery.values_list("attempts", flat=True).first()
    if attempts is None:
        return
    fields: dict[str, Any] = {"attempts": attempts + 1, "last_error": answer.text, **UNCLAIMED}
    if answer.result is Result.UNKNOWN:
        fields["repeated"] = F("repeated") + 1
    if attempts + 1 >= MAX_ATTEMPTS:
        delivery.update(state=State.FAILED, done_at=now(), **fields)
    else:
        delivery.update(state=State.WAITING, not_before=now() + compute_retry_delay(attempts + 1), **fields)
