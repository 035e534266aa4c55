"""Registers the room with Django, and telling of new calls with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Who fits what."""

    name = "stedennet.matching"
    label = "matching"
    verbose_name = _("passende partners")

    def ready(self) -> None:
        """Put telling of new calls on the worker's list."""
        from stedennet.core import chores
        from stedennet.network.references import register

        from .flows import telling
        from .references import REFERENCES

        register(*REFERENCES)
        chores.register("fitting calls told", every=dt.timedelta(minutes=5), run=telling.tell_of_new)
