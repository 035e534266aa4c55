"""Registers the room with Django, and its chores with the worker."""

import datetime as dt

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mail that waits to be sent."""

    name = "stedennet.outbox"
    label = "outbox"
    verbose_name = "uitgaande post"

    def ready(self) -> None:
        """Put sending and forgetting on the worker's list."""
        from stedennet.core import chores

        from . import flows

        chores.register("send mail", every=dt.timedelta(seconds=1), run=flows.deliver_due)
        chores.register("forget old mail", every=dt.timedelta(hours=6), run=flows.forget_old)
