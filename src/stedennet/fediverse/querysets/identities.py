"""Reads of our accounts and their followers."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count


class IdentityQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Our accounts."""

    def network(self) -> Any:
        """The network's own account, None before it was made."""
        return self.filter(theme=None).first()

    def with_numbers(self) -> Any:
        """Each with the number of followers and of the servers that they are on."""
        return self.select_related("theme").annotate(
            follower_count=Count("followers"), host_count=Count("followers__host", distinct=True)
        )


class FollowerQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Who follows."""

    def reachable(self) -> Self:
        """Not those on servers that we gave up."""
        host: Any = apps.get_model("fediverse", "Host")._default_manager
        return self.exclude(host__in=host.filter(dead_at__isnull=False).values("name"))

    def inboxes(self) -> dict[str, str]:
        """Each inbox once, with its server: the shared one where there is one."""
        rows = self.values_list("inbox", "shared_inbox", "host")
        return {shared or own: host for own, shared, host in rows}
