"""Forwarding waiting deliveries to an inbox that moved."""

from django.db import IntegrityError, transaction

from stedennet.core.clock import now

from ..models import Delivery


def forward_deliveries(old_inbox: str, new_inbox: str) -> int:
    """Redirect what waits for one inbox to another; return how many. Skips activities already queued there."""
    return sum(
        _forward_delivery(pk, new_inbox)
        for pk in Delivery.objects.waiting().filter(inbox=old_inbox).values_list("pk", flat=True)
    )


def _forward_delivery(pk: int, new_inbox: str) -> int:
    try:
        with transaction.atomic():
            return Delivery.objects.waiting().filter(pk=pk).update(inbox=new_inbox, not_before=now(), last_error="")
    except IntegrityError:
        return 0
