"""Registers the room with Django, and its chores with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncingConfig(AppConfig):
    """Telling a hub which feeds changed."""

    name = "stedennet.announcing"
    label = "announcing"
    verbose_name = _("meldingen van feeds")

    def ready(self) -> None:
        """Put following the log, telling and forgetting on the worker's list."""
        from stedennet.core import chores

        from .flows import following, telling

        chores.register("feeds that changed", every=dt.timedelta(seconds=5), run=following.follow_log)
        chores.register("tell the hub", every=dt.timedelta(seconds=5), run=telling.tell_due)
        chores.register("forget old announcements", every=dt.timedelta(hours=6), run=telling.forget_old)
