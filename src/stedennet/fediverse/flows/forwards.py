"""What still waits for an inbox that moved goes to the new one."""

from django.db import IntegrityError, transaction

from stedennet.core.clock import now

from ..models import Delivery


def forward_deliveries(old: str, new: str) -> int:
    """Let what waits for one inbox go to another, now; returns how many. What goes there already is left as it is."""
    return sum(
        _forward_delivery(pk, new) for pk in Delivery.objects.waiting().filter(inbox=old).values_list("pk", flat=True)
    )


def _forward_delivery(pk: int, new: str) -> int:
    try:
        with transaction.atomic():
            return Delivery.objects.waiting().filter(pk=pk).update(inbox=new, not_before=now(), last_error="")
    except IntegrityError:
        return 0
