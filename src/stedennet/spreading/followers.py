"""How many people hear of a kind of thing by mail: for who is about to make something public."""

from django.db.models import Count

from .models import Subscription
from .rules.choices import parse_choice


def count_followers(kind: str) -> int:
    """The subscriptions whose digests may tell of this kind: at most so many mails, as a theme or city may not fit."""
    rows = Subscription.objects.active().filter(is_newsletter=False).order_by()
    found = 0
    for segment, number in rows.values_list("segment").annotate(number=Count("pk")):
        choice = parse_choice(rows.filter(segment=segment).values_list("wanted", flat=True)[0])
        found += number if kind in choice.kinds or choice.list == kind else 0
    return found
