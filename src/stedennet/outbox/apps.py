"""Registers the room's periodic jobs."""

import datetime as dt

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Outgoing mail."""

    name = "stedennet.outbox"
    label = "outbox"
    verbose_name = "uitgaande post"

    def ready(self) -> None:
        """Register the jobs that send mail and delete old mail."""
        from stedennet.core import periodic_jobs

        from . import flows

        periodic_jobs.register_job("send mail", every=dt.timedelta(seconds=1), run=flows.deliver_due_mail)
        periodic_jobs.register_job("forget old mail", every=dt.timedelta(hours=6), run=flows.delete_old_mail)
