"""The number of people who will be mailed about a new item, shown before it is published."""

from django.db.models import Count

from .models import Subscription
from .rules.choices import parse_choice


def count_followers(kind: str) -> int:
    """Count the subscriptions whose digests can include this kind; an upper limit, as themes or cities may differ."""
    subscriptions = Subscription.objects.active().filter(is_newsletter=False).order_by()
    total = 0
    for segment, number in subscriptions.values_list("segment").annotate(number=Count("pk")):
        choice = parse_choice(subscriptions.filter(segment=segment).values_list("wanted", flat=True)[0])
        total += number if kind in choice.kinds or choice.list == kind else 0
    return total
