"""Registers the room with Django and intake, and its chore with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """The strategy and the joint action agenda."""

    name = "stedennet.agenda"
    label = "agenda"
    verbose_name = "agenda"

    def ready(self) -> None:
        """Tell intake what a remark becomes; put printing on the worker's list."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import chores
        from stedennet.imports.kinds import register as register_import
        from stedennet.intake import kinds
        from stedennet.network.references import register
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from .flows import consulting, contacts, erasure, printing, reminding, rounds, signing_requests
        from .reading_in import KIND
        from .references import REFERENCES

        register_import(KIND)
        register_eraser("agenda", erasure.erase)
        register_link_kind(LinkKind(contacts.SIGNER, _("uw actie"), contacts.holder_of, contacts.actions_of))
        register_link_kind(LinkKind(rounds.SIGNER, _("uw bijwerkronde"), rounds.holder_of, rounds.rounds_of))
        register(*REFERENCES)
        kinds.register(
            kinds.Kind(
                name=consulting.KIND,
                label=_("opmerking bij de agenda"),
                accept=consulting.place,
                on_withdraw=consulting.take_back,
                labels={"organisation": _("organisatie"), "code": _("actie")},
            )
        )
        chores.register("print sealed editions", every=dt.timedelta(seconds=15), run=printing.print_missing)
        chores.register("remind of actions", every=dt.timedelta(hours=6), run=reminding.remind)
        chores.register(
            "ask parties to sign", every=dt.timedelta(minutes=1), run=signing_requests.send_signing_requests
        )
        chores.register("update rounds", every=dt.timedelta(minutes=5), run=rounds.keep_rounds)
