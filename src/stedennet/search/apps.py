"""Registers the room with Django, and its chores with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Find anything that is public."""

    name = "stedennet.search"
    label = "search"
    verbose_name = _("zoeken")

    def ready(self) -> None:
        """Name the kinds of things; put following the log on the worker's list."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import chores

        from . import sources
        from .flows import encoding, erasure, indexing, remembering

        register_eraser("search", erasure.erase)
        sources.register_rooms()
        chores.register("search index", every=dt.timedelta(seconds=1), run=indexing.keep_up)
        chores.register("search vectors", every=dt.timedelta(seconds=5), run=encoding.keep_up)
        chores.register("search index compared", every=dt.timedelta(hours=1), run=indexing.compare)
        chores.register("questions forgotten", every=dt.timedelta(days=1), run=remembering.forget)
