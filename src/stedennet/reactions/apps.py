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
        from stedennet.mailing.reply_kinds import register_reply_kind
        from stedennet.personal_links.registry import register_signed_link

        from . import flows, mailed_replies
        from .personal_links import REACTION_LINK

        register_eraser("reactions", flows.erase_reactions)
        register_signed_link(REACTION_LINK)
        register_reply_kind(mailed_replies.KIND)
        kinds.register_kind(
            kinds.SubmissionKind(
                name=flows.KIND,
                label=_("reactie"),
                accept=flows.create_reaction,
                must_wait=flows.must_wait_for_moderator,
                on_withdraw=flows.empty_withdrawn_reaction,
                take_away=flows.get_removal_url,
                says_accepted=False,
                labels={"parent": _("antwoord op reactie")},
            )
        )
        kinds.register_kind(
            kinds.SubmissionKind(
                name=flows.REPORT,
                label=_("melding over een reactie"),
                accept=flows.uphold_report,
                when_accepted=_("Wij hebben de reactie weggehaald."),
                labels={"why": _("reden"), "words": _("toelichting")},
            )
        )
