"""Registers the room with Django, and its chores with the worker."""

import datetime as dt

from django.apps import AppConfig


class MailingConfig(AppConfig):
    """One message to many addresses."""

    name = "stedennet.mailing"
    label = "mailing"
    verbose_name = "mailings"

    def ready(self) -> None:
        """Put sending and forgetting on the worker's list, and listen to mail services."""
        from anymail.signals import tracking

        from stedennet.core import chores

        from .flows import bouncing, forgetting, sending

        chores.register("send mailings", every=dt.timedelta(seconds=1), run=sending.send_due)
        chores.register("forget old deliveries", every=dt.timedelta(hours=6), run=forgetting.forget_old)
        tracking.connect(bouncing.told_by_service, dispatch_uid="stedennet.mailing")
