"""Registers the room with Django, its references to organisations and its periodic job."""

import datetime as dt

from django.apps import AppConfig


class YieldsConfig(AppConfig):
    """What came of actions, calls and adoptions."""

    name = "stedennet.yields"
    label = "yields"
    verbose_name = "opbrengsten"

    def ready(self) -> None:
        """Register what a merger does, and the job that takes over numbers from answers about adoptions."""
        from stedennet.core import periodic_jobs
        from stedennet.network.references import register_references

        from .flows import follow_up_yields
        from .references import REFERENCES

        register_references(*REFERENCES)
        periodic_jobs.register_job(
            "gather numbers of adoptions", every=dt.timedelta(minutes=10), run=follow_up_yields.gather_follow_up_yields
        )
