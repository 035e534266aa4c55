"""Registers the room with Django, and its periodic jobs with the worker."""

import datetime as dt

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mail that waits to be sent."""

    name = "stedennet.outbox"
    label = "outbox"
    verbose_name = "uitgaande post"

    def ready(self) -> None:
        """Put sending and forgetting on the worker's list."""
        from stedennet.core import periodic_jobs

        from . import flows

        periodic_jobs.register_job("send mail", every=dt.timedelta(seconds=1), run=flows.deliver_due_mail)
        periodic_jobs.register_job("forget old mail", every=dt.timedelta(hours=6), run=flows.delete_old_mail)
