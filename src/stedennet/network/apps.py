"""Registers the room with Django, its references to organisations, and its periodic job with the worker."""

import datetime as dt

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Organisations, groups, themes and who does what."""

    name = "stedennet.network"
    label = "network"
    verbose_name = "netwerk"

    def ready(self) -> None:
        """Say what a merger does with the records of this room; put planned mergers on the worker's list.

        The names by which organisations are looked up follow every save, and are made again daily.
        """
        from django.db.models.signals import post_save

        from stedennet.accounts import proofs
        from stedennet.core import chores
        from stedennet.intake import senders

        from .access import signs_anywhere
        from .flows import mergers, names
        from .own_references import REFERENCES
        from .references import register
        from .sender_names import check_sender_name

        register(*REFERENCES)
        senders.use(check_sender_name)
        proofs.let_need_second_factor(signs_anywhere)
        chores.register("carry out mergers", every=dt.timedelta(hours=1), run=mergers.carry_out_due_mergers)
        chores.register("names of organisations", every=dt.timedelta(days=1), run=names.record_all_names)
        post_save.connect(names.names_follow, sender="network.Organisation", dispatch_uid="names_follow")
