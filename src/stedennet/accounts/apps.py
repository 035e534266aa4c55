"""Registers the room with Django."""

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
        """Listen to what allauth and Django tell about signing in."""
        from stedennet.core import chores

        from . import flows, receivers  # noqa: F401

        chores.register("forget ended sessions", every=dt.timedelta(hours=6), run=flows.forget_ended)


class PeopleConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's app of users, with our forms in the place of its own."""

    user_viewset = "stedennet.accounts.people_admin.PeopleViewSet"
