"""Registers the room with Django, and its periodic job with the worker."""

import datetime as dt

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    """Configuration of the room for newsletters."""

    name = "stedennet.newsletters"
    label = "newsletters"
    verbose_name = "nieuwsbrieven"

    def ready(self) -> None:
        """Register the periodic job that sends newsletters."""
        from stedennet.core import periodic_jobs

        from .flows import newsletters

        periodic_jobs.register_job(
            "send newsletters", every=dt.timedelta(seconds=5), run=newsletters.send_due_newsletters
        )
