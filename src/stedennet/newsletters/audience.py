"""Who gets the newsletter, and why: one rule, used by the page that shows it and by the sending itself."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Lower

from stedennet.mailing.models import Suppression
from stedennet.spreading.models import Subscription


@dataclass(frozen=True)
class Audience:
    """How many get it in each language, and how many subscribers are passed over."""

    dutch: int
    english: int
    passed_over: int

    @property
    def total(self) -> int:
        """How many get it."""
        return self.dutch + self.english


def find_subscriptions() -> Any:
    """The rule: everybody with a confirmed subscription to the newsletter that was not stopped."""
    return Subscription.objects.for_newsletter().order_by("pk")


def find_subscriptions_with_suppression() -> Any:
    """The same, with `is_suppressed`: whether the address is on the list of addresses without mail."""
    listed = Suppression.objects.filter(email=OuterRef("address"), lifted_at=None)
    return find_subscriptions().annotate(address=Lower("subscriber__email")).annotate(is_suppressed=Exists(listed))


def count_audience() -> Audience:
    """How many that are now. One query."""
    rows = (
        find_subscriptions_with_suppression()
        .order_by()
        .values_list("language", "is_suppressed")
        .annotate(number=Count("pk"))
    )
    found = {(language, bool(listed)): number for language, listed, number in rows}
    return Audience(
        dutch=found.get(("nl", False), 0),
        english=found.get(("en", False), 0),
        passed_over=sum(number for (_language, listed), number in found.items() if listed),
    )
