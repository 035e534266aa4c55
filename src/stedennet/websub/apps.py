"""Registers the room with Django, and its periodic jobs with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsubConfig(AppConfig):
    """Configuration of the room for WebSub."""

    name = "stedennet.websub"
    label = "announcing"
    verbose_name = _("meldingen van feeds")

    def ready(self) -> None:
        """Register the periodic jobs that follow the log, notify the hub and delete old announcements."""
        from stedennet.core import periodic_jobs

        from .flows import announcements, topics

        periodic_jobs.register_job("feeds that changed", every=dt.timedelta(seconds=5), run=topics.follow_log)
        periodic_jobs.register_job(
            "tell the hub", every=dt.timedelta(seconds=5), run=announcements.send_due_announcements
        )
        periodic_jobs.register_job(
            "forget old announcements", every=dt.timedelta(hours=6), run=announcements.delete_old_announcements
        )
