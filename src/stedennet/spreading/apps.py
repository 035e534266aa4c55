"""Registers the room with Django, and its periodic jobs with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpreadingConfig(AppConfig):
    """Configuration of the room for subscriptions, digests and dispatches."""

    name = "stedennet.spreading"
    label = "spreading"
    verbose_name = _("verspreiden")

    def ready(self) -> None:
        """Register periodic jobs, the eraser, the personal links and the counts of responses."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs
        from stedennet.personal_links.registry import register_signed_link, register_stored_link

        from . import responses
        from .flows import digest_results, digests, erasure, wishes
        from .personal_links import STOP_LINK, SUBSCRIPTIONS_LINK, WISH_LINK

        register_eraser("spreading", erasure.erase_subscriptions)
        register_signed_link(SUBSCRIPTIONS_LINK)
        register_signed_link(STOP_LINK)
        register_stored_link(WISH_LINK, reissue=wishes.resend_confirmation_link)
        periodic_jobs.register_job(
            "unconfirmed subscriptions forgotten", every=dt.timedelta(hours=1), run=wishes.delete_old_wishes
        )
        responses.register_room_responses()
        periodic_jobs.register_job("digests", every=dt.timedelta(seconds=10), run=digests.send_due_digests)
        periodic_jobs.register_job(
            "digests followed", every=dt.timedelta(seconds=10), run=digest_results.record_digest_results
        )
