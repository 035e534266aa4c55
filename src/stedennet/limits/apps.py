"""Registers the room with Django, and its periodic job with the worker."""

import datetime as dt

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """How often somebody may do something, and what was used before."""

    name = "stedennet.limits"
    label = "limits"
    verbose_name = "grenzen"

    def ready(self) -> None:
        """Register the job that deletes expired marks."""
        from stedennet.core import periodic_jobs

        from .flows import delete_expired_marks

        periodic_jobs.register_job("forget expired marks", every=dt.timedelta(minutes=10), run=delete_expired_marks)
