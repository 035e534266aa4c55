"""Queries on our accounts and their followers."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count


class IdentityQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on our accounts."""

    def network(self) -> Any:
        """Return the network's own account (an Identity), or None before it was created."""
        return self.filter(theme=None).first()

    def with_numbers(self) -> Any:
        """Add `follower_count`, and `host_count`: the servers the followers are on."""
        return self.select_related("theme").annotate(
            follower_count=Count("followers"), host_count=Count("followers__host", distinct=True)
        )


class FollowerQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on followers."""

    def reachable(self) -> Self:
        """Leave out followers on dead servers."""
        hosts: Any = apps.get_model("fediverse", "Host")._default_manager
        return self.exclude(host__in=hosts.filter(dead_at__isnull=False).values("name"))

    def inboxes(self) -> dict[str, str]:
        """Map each inbox (the shared one if there is one) to its server."""
        rows = self.values_list("inbox", "shared_inbox", "host")
        return {shared or own: host for own, shared, host in rows}
