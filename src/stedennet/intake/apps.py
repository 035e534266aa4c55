"""Registers the room's periodic jobs, and erases its data when somebody leaves."""

import datetime as dt

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The one way in for the public."""

    name = "stedennet.intake"
    label = "intake"
    verbose_name = "inzendingen"

    def ready(self) -> None:
        """Register the link to confirm, and the jobs that delete and anonymise submissions."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs
        from stedennet.personal_links.registry import register_stored_link

        from . import flows
        from .personal_links import CONFIRMATION_LINK

        register_eraser("intake", flows.erase_submissions)
        register_stored_link(CONFIRMATION_LINK, reissue=flows.resend_confirmation_link)
        periodic_jobs.register_job(
            "forget what was never confirmed", every=dt.timedelta(hours=6), run=flows.delete_unconfirmed_submissions
        )
        periodic_jobs.register_job(
            "forget what was passed on", every=dt.timedelta(hours=6), run=flows.delete_old_relays
        )
        periodic_jobs.register_job(
            "forget who came to nothing", every=dt.timedelta(hours=6), run=flows.anonymise_old_submissions
        )
