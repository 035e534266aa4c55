"""Registers the room with Django."""

import datetime as dt

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """Background work."""

    name = "stedennet.worker"
    label = "worker"
    verbose_name = "werker"

    def ready(self) -> None:
        """Register the job that deletes old tasks."""
        from stedennet.core import periodic_jobs

        from .loop import delete_old_tasks

        periodic_jobs.register_job("forget ended tasks", every=dt.timedelta(hours=6), run=delete_old_tasks)
