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
        """Register periodic jobs, the eraser, the kind of personal link and the counts of responses."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from . import responses
        from .flows import digest_results, digests, erasure, subscription_links, wishes

        register_eraser("spreading", erasure.erase_subscriptions)
        register_link_kind(
            LinkKind(
                subscription_links.OWN_SIGNER,
                _("uw abonnementen"),
                subscription_links.find_holder,
                subscription_links.find_subscriber_keys,
            )
        )
        periodic_jobs.register_job(
            "unconfirmed subscriptions forgotten", every=dt.timedelta(hours=1), run=wishes.delete_old_wishes
        )
        responses.register_room_responses()
        periodic_jobs.register_job("digests", every=dt.timedelta(seconds=10), run=digests.send_due_digests)
        periodic_jobs.register_job(
            "digests followed", every=dt.timedelta(seconds=10), run=digest_results.record_digest_results
        )
