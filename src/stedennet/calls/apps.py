"""Registers the room with Django and intake, and its chore with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Looking for partners."""

    name = "stedennet.calls"
    label = "calls"
    verbose_name = "oproepen"

    def ready(self) -> None:
        """Tell intake what a call and interest become; put closing on the worker's list."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import chores
        from stedennet.intake import kinds
        from stedennet.network.references import register
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from .flows import attaching, closing, erasure, forgetting, placing, secrets, talking
        from .references import REFERENCES

        register_eraser("calls", erasure.erase)
        register_link_kind(LinkKind(secrets.OWNER, _("uw oproep"), secrets.holder_of_call, secrets.calls_of))
        register_link_kind(LinkKind(secrets.SENDER, _("uw gesprek"), secrets.holder_of_interest, secrets.interests_of))
        register(*REFERENCES)
        kinds.register(
            kinds.Kind(
                name=placing.KIND,
                label=_("oproep"),
                accept=placing.accept,
                must_wait=lambda submission: False,
                on_withdraw=placing.take_back,
                next_page=placing.next_page,
                next_label=_("Naar uw oproep"),
                when_accepted=_("Een redacteur kijkt ernaar. De link naar uw oproep staat ook in uw mail."),
            )
        )
        kinds.register(
            kinds.Kind(
                name=talking.KIND,
                label=_("belangstelling voor een oproep"),
                accept=talking.accept,
                must_wait=lambda submission: False,
                on_withdraw=talking.take_back,
                next_page=talking.next_page,
                next_label=_("Naar het gesprek"),
                when_accepted=_("Wij stuurden het door naar wie de oproep plaatste."),
                labels={"unclear": _("onduidelijk"), "who": _("wie")},
            )
        )
        chores.register("close calls", every=dt.timedelta(hours=1), run=closing.keep_closing)
        chores.register("forget files of calls", every=dt.timedelta(days=1), run=attaching.forget)
        chores.register("forget who talked", every=dt.timedelta(days=1), run=forgetting.forget_persons)
