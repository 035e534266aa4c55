"""Registers the room with Django, and its chore with the worker."""

import datetime as dt

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The one way in for the public."""

    name = "stedennet.intake"
    label = "intake"
    verbose_name = "inzendingen"

    def ready(self) -> None:
        """Put forgetting on the worker's list."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import chores

        from . import flows

        register_eraser("intake", flows.erase)
        chores.register("forget what was never confirmed", every=dt.timedelta(hours=6), run=flows.forget_unconfirmed)
        chores.register("forget what was passed on", every=dt.timedelta(hours=6), run=flows.forget_relays)
        chores.register("forget who came to nothing", every=dt.timedelta(hours=6), run=flows.forget_persons)
