"""Registers the room with Django, and its periodic jobs with the worker."""

import datetime as dt

from django.apps import AppConfig


class MailingConfig(AppConfig):
    """Configuration of the room for bulk mail."""

    name = "stedennet.mailing"
    label = "mailing"
    verbose_name = "mailings"

    def ready(self) -> None:
        """Register the periodic jobs for sending and erasure, and listen to tracking events of mail services."""
        from anymail.signals import tracking

        from stedennet.core import periodic_jobs

        from .flows import bounces, deliveries, erasure, replies

        periodic_jobs.register_job("send mailings", every=dt.timedelta(seconds=1), run=deliveries.send_due_deliveries)
        periodic_jobs.register_job(
            "forget old deliveries", every=dt.timedelta(hours=6), run=erasure.erase_old_deliveries
        )
        periodic_jobs.register_job(
            "forget reply addresses", every=dt.timedelta(days=1), run=replies.delete_old_reply_addresses
        )
        tracking.connect(bounces.handle_tracking_event, dispatch_uid="stedennet.mailing")
