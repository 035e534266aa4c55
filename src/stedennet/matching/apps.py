"""Registers the room with Django, and the mails about new calls with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Suggestions of partners, similar items and similar cities."""

    name = "stedennet.matching"
    label = "matching"
    verbose_name = _("passende partners")

    def ready(self) -> None:
        """Register this room's references for mergers, its personal link and its periodic job."""
        from stedennet.core import periodic_jobs
        from stedennet.network.references import register_references
        from stedennet.personal_links.registry import register_signed_link

        from .flows import call_mails
        from .personal_links import CALL_MAILS_LINK
        from .references import REFERENCES

        register_references(*REFERENCES)
        register_signed_link(CALL_MAILS_LINK)
        periodic_jobs.register_job(
            "fitting calls told", every=dt.timedelta(minutes=5), run=call_mails.send_mails_about_new_calls
        )
