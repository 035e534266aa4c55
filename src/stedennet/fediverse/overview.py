"""Figures about the fediverse for editors: numbers and servers, no persons."""

import datetime as dt

from django.db.models import Count, Model, QuerySet

from stedennet.core.clock import now

from . import serializers
from .models import Delivery, Follower, Host, Identity, Post, Tally


def list_accounts() -> list[dict[str, object]]:
    """List our accounts with their numbers of followers and of servers these are on."""
    return [
        {
            "handle": serializers.format_handle(identity),
            "title": str(identity.theme or ""),
            "followers": identity.follower_count,
            "hosts": identity.host_count,
        }
        for identity in Identity.objects.with_numbers()
    ]


def list_hosts(most: int = 50) -> list[dict[str, object]]:
    """List the servers with most followers, what is known about each, and how many deliveries wait."""
    rows = Follower.objects.values("host").annotate(number=Count("pk")).order_by("-number", "host")[:most]
    hosts = {host.name: host for host in Host.objects.filter(name__in=[row["host"] for row in rows])}
    waiting = dict(
        Delivery.objects.waiting().values("host").annotate(number=Count("pk")).values_list("host", "number")
    )
    return [{**row, "known": hosts.get(row["host"]), "waiting": waiting.get(row["host"], 0)} for row in rows]


def count_deliveries() -> dict[str, int]:
    """Count waiting deliveries, and results of the last 24 hours."""
    yesterday = now() - dt.timedelta(days=1)
    rows = Delivery.objects
    return {
        "waiting": rows.waiting().count(),
        "failing": rows.waiting().exclude(last_error="").count(),
        "sent": rows.filter(sent_at__gt=yesterday).count(),
        "given_up": rows.filter(given_up_at__gt=yesterday).count(),
        "dead": Host.objects.dead().count(),
    }


def select_likes_and_shares(subject: Model) -> QuerySet[Tally]:
    """The likes and shares of a record; nobody's name is stored."""
    post_fields = {"post__subject_type": subject._meta.label_lower, "post__subject_id": str(subject.pk)}
    return Tally.objects.filter(**post_fields)


def count_engagement() -> dict[str, int]:
    """Count posts, and their likes and shares."""
    kinds = dict(Tally.objects.values("kind").annotate(number=Count("pk")).values_list("kind", "number"))
    return {
        "posts": Post.objects.living().count(),
        "likes": kinds.get("Like", 0),
        "shares": kinds.get("Announce", 0),
    }
