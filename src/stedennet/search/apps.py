"""Registers the room with Django, and its periodic jobs with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search through everything that is public."""

    name = "stedennet.search"
    label = "search"
    verbose_name = _("zoeken")

    def ready(self) -> None:
        """Register the sources of the index, the eraser of questions and the periodic jobs."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs

        from . import sources
        from .flows import erasure, index_updates, question_log, vectors

        register_eraser("search", erasure.erase_questions)
        sources.register_room_sources()
        periodic_jobs.register_job("search index", every=dt.timedelta(seconds=1), run=index_updates.update_index)
        periodic_jobs.register_job("search vectors", every=dt.timedelta(seconds=5), run=vectors.update_vectors)
        periodic_jobs.register_job(
            "search index compared", every=dt.timedelta(hours=1), run=index_updates.compare_index
        )
        periodic_jobs.register_job(
            "questions forgotten", every=dt.timedelta(days=1), run=question_log.delete_old_questions
        )
