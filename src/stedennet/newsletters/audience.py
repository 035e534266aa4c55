"""The recipients of the newsletter: one rule for the page that shows them and for sending."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Lower

from stedennet.mailing.models import Suppression
from stedennet.spreading.models import Subscription
from stedennet.spreading.querysets.subscriptions import SubscriptionQuerySet


@dataclass(frozen=True)
class Audience:
    """The number of recipients in each language; `passed_over` counts the suppressed subscribers."""

    dutch: int
    english: int
    passed_over: int

    @property
    def total(self) -> int:
        """Number of recipients in all languages."""
        return self.dutch + self.english


def find_subscriptions() -> SubscriptionQuerySet:
    """Find all active subscriptions to the newsletter, ordered by key."""
    return Subscription.objects.for_newsletter().order_by("pk")


def find_subscriptions_with_suppression() -> SubscriptionQuerySet:
    """Find all active subscriptions with `is_suppressed`: whether the address is suppressed."""
    suppression = Suppression.objects.filter(email=OuterRef("address"), lifted_at=None)
    return (
        find_subscriptions().annotate(address=Lower("subscriber__email")).annotate(is_suppressed=Exists(suppression))
    )


def count_audience() -> Audience:
    """Count the current recipients, in one query."""
    rows = (
        find_subscriptions_with_suppression()
        .order_by()
        .values_list("language", "is_suppressed")
        .annotate(number=Count("pk"))
    )
    counts = {(language, bool(suppression)): number for language, suppression, number in rows}
    return Audience(
        dutch=counts.get(("nl", False), 0),
        english=counts.get(("en", False), 0),
        passed_over=sum(number for (_language, suppression), number in counts.items() if suppression),
    )
