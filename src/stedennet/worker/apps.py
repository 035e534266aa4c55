"""Registers the room with Django."""

import datetime as dt

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """What happens after the answer."""

    name = "stedennet.worker"
    label = "worker"
    verbose_name = "werker"

    def ready(self) -> None:
        """Put forgetting on the worker's own list."""
        from stedennet.core import chores

        from .loop import forget_tasks

        chores.register("forget ended tasks", every=dt.timedelta(hours=6), run=forget_tasks)
