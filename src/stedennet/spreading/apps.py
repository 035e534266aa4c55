"""Registers the room with Django, and forgetting what nobody confirmed with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpreadingConfig(AppConfig):
    """Spreading the message, and knowing where it went."""

    name = "stedennet.spreading"
    label = "spreading"
    verbose_name = _("verspreiden")

    def ready(self) -> None:
        """Put the room's work on the worker's list."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import chores
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from . import returns
        from .flows import asking, digesting, erasure, following, secrets

        register_eraser("spreading", erasure.erase)
        register_link_kind(LinkKind(secrets.OWN, _("uw abonnementen"), secrets.holder_of, secrets.subscribers_of))
        chores.register("unconfirmed subscriptions forgotten", every=dt.timedelta(hours=1), run=asking.forget_old)
        returns.register_rooms()
        chores.register("digests", every=dt.timedelta(seconds=10), run=digesting.send_due)
        chores.register("digests followed", every=dt.timedelta(seconds=10), run=following.follow_deliveries)
