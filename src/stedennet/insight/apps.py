"""Registers the room with Django, and the follower of the log with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """Figures about the whole network."""

    name = "stedennet.insight"
    label = "insight"
    verbose_name = _("inzicht")

    def ready(self) -> None:
        """Register the periodic job that keeps the matrix up to date."""
        from stedennet.core import periodic_jobs

        from .flows import matrix

        periodic_jobs.register_job("matrix", every=dt.timedelta(seconds=1), run=matrix.update_matrix)
