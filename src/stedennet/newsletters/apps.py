"""Registers the room with Django, and its chore with the worker."""

import datetime as dt

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    """The newsletter that an editor writes."""

    name = "stedennet.newsletters"
    label = "newsletters"
    verbose_name = "nieuwsbrieven"

    def ready(self) -> None:
        """Put sending on the worker's list."""
        from stedennet.core import periodic_jobs

        from .flows import newsletters

        periodic_jobs.register_job(
            "send newsletters", every=dt.timedelta(seconds=5), run=newsletters.send_due_newsletters
        )
