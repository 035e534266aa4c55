"""How the fediverse goes, for editors: numbers and servers, no persons."""

import datetime as dt
from typing import Any

from django.db.models import Count

from stedennet.core.clock import now

from . import serializers
from .models import Delivery, Follower, Host, Identity, Post, Tally


def list_accounts() -> list[dict[str, Any]]:
    """Each account with how many follow it, from how many servers."""
    return [
        {
            "handle": serializers.format_handle(one),
            "title": str(one.theme or ""),
            "followers": one.follower_count,
            "hosts": one.host_count,
        }
        for one in Identity.objects.with_numbers()
    ]


def list_hosts(most: int = 50) -> list[dict[str, Any]]:
    """The servers where most followers are, and how each takes our messages."""
    rows = Follower.objects.values("host").annotate(number=Count("pk")).order_by("-number", "host")[:most]
    known = {one.name: one for one in Host.objects.filter(name__in=[row["host"] for row in rows])}
    waiting = dict(
        Delivery.objects.waiting().values("host").annotate(number=Count("pk")).values_list("host", "number")
    )
    return [{**row, "known": known.get(row["host"]), "waiting": waiting.get(row["host"], 0)} for row in rows]


def count_deliveries() -> dict[str, int]:
    """How many deliveries wait, and what came of those of the last day."""
    day = now() - dt.timedelta(days=1)
    rows = Delivery.objects
    return {
        "waiting": rows.waiting().count(),
        "failing": rows.waiting().exclude(last_error="").count(),
        "sent": rows.filter(sent_at__gt=day).count(),
        "given_up": rows.filter(given_up_at__gt=day).count(),
        "dead": Host.objects.dead().count(),
    }


def count_likes_and_shares(subject: Any) -> int:
    """How often a record was liked or shared, of which nobody's name is known here."""
    mine = {"post__subject_type": subject._meta.label_lower, "post__subject_id": str(subject.pk)}
    return Tally.objects.filter(**mine).count()


def count_engagement() -> dict[str, int]:
    """Posts, and what came back on them."""
    kinds = dict(Tally.objects.values("kind").annotate(number=Count("pk")).values_list("kind", "number"))
    return {
        "posts": Post.objects.living().count(),
        "likes": kinds.get("Like", 0),
        "shares": kinds.get("Announce", 0),
    }
