"""Registers the room's submission kinds and personal link."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReactionsConfig(AppConfig):
    """Readers' reactions."""

    name = "stedennet.reactions"
    label = "reactions"
    verbose_name = "reacties"

    def ready(self) -> None:
        """Register what a submitted reaction or report becomes."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.intake import kinds
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from . import flows

        register_eraser("reactions", flows.erase_reactions)
        register_link_kind(LinkKind(flows.SIGNER, _("uw reactie"), flows.find_link_holder, flows.list_link_values))
        kinds.register_kind(
            kinds.SubmissionKind(
                name=flows.KIND,
                label=_("reactie"),
                accept=flows.create_reaction,
                must_wait=flows.must_wait_for_moderator,
                on_withdraw=flows.empty_withdrawn_reaction,
                take_away=flows.get_removal_url,
                says_accepted=False,
            )
        )
        kinds.register_kind(
            kinds.SubmissionKind(
                name=flows.REPORT,
                label=_("melding over een reactie"),
                accept=flows.uphold_report,
                when_accepted=_("Wij hebben de reactie weggehaald."),
            )
        )
