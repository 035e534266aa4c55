"""Registers the room with Django, and its periodic jobs with the worker."""

import datetime as dt

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Spreadsheets that editors import."""

    name = "stedennet.imports"
    label = "imports"
    verbose_name = "inlezen"

    def ready(self) -> None:
        """Register the jobs that resume and delete imports, and the eraser."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs

        from .flows import delete_old_imports, erase_imports, resume_imports

        register_eraser("imports", erase_imports)
        periodic_jobs.register_job("resume imports", every=dt.timedelta(seconds=30), run=resume_imports)
        periodic_jobs.register_job("forget imports", every=dt.timedelta(hours=6), run=delete_old_imports)
