"""Registers the room with Django, its references to organisations, and its periodic job with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """The register of the network: organisations, groups, themes and their roles."""

    name = "stedennet.network"
    label = "network"
    verbose_name = "netwerk"

    def ready(self) -> None:
        """Register this room's references for mergers, its checks of people and names, and its periodic jobs.

        The names by which organisations are looked up are updated on every save, and rebuilt daily.
        """
        from django.db.models.signals import post_save

        from stedennet.accounts import proofs
        from stedennet.core import periodic_jobs
        from stedennet.intake import kinds, senders

        from .access import can_sign_anywhere
        from .flows import mergers, names, office_messages
        from .network_references import REFERENCES
        from .references import register_references
        from .sender_names import check_sender_name

        register_references(*REFERENCES)
        senders.register_name_check(check_sender_name)
        kinds.register_kind(
            kinds.SubmissionKind(
                name=office_messages.KIND,
                label=_("bericht aan het programmabureau"),
                accept=office_messages.relay_office_message,
                must_wait=lambda submission: False,
                waits_when_marked=False,
                when_accepted=_("Het programmabureau heeft uw bericht en antwoordt u per mail."),
                labels={"about": _("waarover")},
            )
        )
        proofs.register_second_factor_rule(can_sign_anywhere)
        periodic_jobs.register_job("carry out mergers", every=dt.timedelta(hours=1), run=mergers.carry_out_due_mergers)
        periodic_jobs.register_job("names of organisations", every=dt.timedelta(days=1), run=names.record_all_names)
        post_save.connect(names.record_names_on_save, sender="network.Organisation", dispatch_uid="names_follow")
