"""Registers the room with Django and Wagtail."""

import datetime as dt

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    default = True
    name = "stedennet.accounts"
    label = "accounts"
    verbose_name = "personen"

    def ready(self) -> None:
        """Connect the signal handlers, and register the job that deletes ended sessions."""
        from stedennet.core import periodic_jobs

        from . import flows, signal_handlers  # noqa: F401

        periodic_jobs.register_job(
            "forget ended sessions", every=dt.timedelta(hours=6), run=flows.delete_ended_sessions
        )


class PeopleConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's app of users, with this room's forms."""

    user_viewset = "stedennet.accounts.people_admin.PeopleViewSet"
