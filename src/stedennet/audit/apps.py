"""Registers the room with Django, and its job with the worker."""

import datetime as dt

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The security log."""

    name = "stedennet.audit"
    label = "audit"
    verbose_name = "beveiligingslog"

    def ready(self) -> None:
        """Register the job that prunes old events."""
        from stedennet.core import periodic_jobs

        from .flows.events import prune_security_log

        periodic_jobs.register_job("forget old security events", every=dt.timedelta(hours=24), run=prune_security_log)
