"""Registers the room with Django, and its chore with the worker."""

import datetime as dt

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """The strategy and the joint action agenda."""

    name = "stedennet.agenda"
    label = "agenda"
    verbose_name = "agenda"

    def ready(self) -> None:
        """Put printing on the worker's list."""
        from stedennet.core import chores

        from .flows import printing

        chores.register("print sealed editions", every=dt.timedelta(seconds=15), run=printing.print_missing)
