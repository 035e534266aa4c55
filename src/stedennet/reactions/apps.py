"""Registers the room with Django and intake."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReactionsConfig(AppConfig):
    """What readers say."""

    name = "stedennet.reactions"
    label = "reactions"
    verbose_name = "reacties"

    def ready(self) -> None:
        """Tell intake what a reaction and a report become."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.intake import kinds
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from . import flows

        register_eraser("reactions", flows.erase)
        register_link_kind(LinkKind(flows.SIGNER, _("uw reactie"), flows.holder_of, flows.reactions_of))
        kinds.register(
            kinds.Kind(
                name=flows.KIND,
                label=_("reactie"),
                accept=flows.place,
                must_wait=flows.must_wait,
                on_withdraw=flows.take_back,
                take_away=flows.where_to_remove,
                says_accepted=False,
            )
        )
        kinds.register(
            kinds.Kind(
                name=flows.REPORT,
                label=_("melding over een reactie"),
                accept=flows.uphold,
                when_accepted=_("Wij hebben de reactie weggehaald."),
            )
        )
