"""Registers the room with Django, intake and the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FediverseConfig(AppConfig):
    """The network and its themes as accounts that others follow."""

    name = "stedennet.fediverse"
    label = "fediverse"
    verbose_name = _("fediverse")

    def ready(self) -> None:
        """Say what a reply becomes; put publishing, delivering and forgetting on the worker's list."""
        from stedennet.core import chores
        from stedennet.intake import kinds
        from stedennet.reactions import flows as reactions
        from stedennet.spreading import returns

        from . import overview
        from .flows import delivering, flags, forgetting, identities, publishing, replying

        labels = {"account": _("Account"), "note": _("Bericht"), "parent": _("Antwoord op reactie")}
        kinds.register(
            kinds.Kind(
                name=replying.KIND,
                label=_("reactie uit de fediverse"),
                accept=replying.place,
                on_withdraw=reactions.take_back,
                take_away=reactions.where_to_remove,
                says_accepted=False,
                labels=labels,
            )
        )
        kinds.register(
            kinds.Kind(
                name=replying.EDIT,
                label=_("gewijzigde reactie uit de fediverse"),
                accept=replying.replace,
                says_accepted=False,
                labels={**labels, "reaction": _("Reactie")},
            )
        )
        kinds.register(
            kinds.Kind(
                name=flags.KIND,
                label=_("melding uit de fediverse"),
                accept=flags.uphold,
                says_accepted=False,
                labels={"account": _("Account"), "reason": _("Reden")},
            )
        )
        returns.register("fediverse", _("keer leuk gevonden of gedeeld in de fediverse"), overview.reception)
        chores.register("fediverse accounts", every=dt.timedelta(minutes=1), run=identities.keep)
        chores.register("fediverse posts", every=dt.timedelta(seconds=2), run=publishing.keep_up)
        chores.register("fediverse deliveries", every=dt.timedelta(seconds=2), run=delivering.deliver_due)
        chores.register("fediverse forgotten", every=dt.timedelta(hours=6), run=forgetting.forget)
