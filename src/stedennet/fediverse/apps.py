"""Registers the room with Django, the intake room and the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext


class FediverseConfig(AppConfig):
    """Configuration of the room for the fediverse."""

    name = "stedennet.fediverse"
    label = "fediverse"
    verbose_name = _("fediverse")

    def ready(self) -> None:
        """Register the submission kinds, the count of responses and the periodic jobs."""
        from stedennet.core import periodic_jobs
        from stedennet.intake import kinds
        from stedennet.reactions import flows as reactions
        from stedennet.spreading import responses

        from . import overview
        from .flows import deliveries, flags, identities, posts, replies, retention

        labels = {"account": _("Account"), "note": _("Bericht"), "parent": _("Antwoord op reactie")}
        kinds.register_kind(
            kinds.SubmissionKind(
                name=replies.KIND,
                label=_("reactie uit de fediverse"),
                accept=replies.publish_reply,
                on_withdraw=reactions.empty_withdrawn_reaction,
                take_away=reactions.get_removal_url,
                says_accepted=False,
                labels=labels,
            )
        )
        kinds.register_kind(
            kinds.SubmissionKind(
                name=replies.EDIT,
                label=_("gewijzigde reactie uit de fediverse"),
                accept=replies.apply_edit,
                says_accepted=False,
                labels={**labels, "reaction": _("Reactie")},
            )
        )
        kinds.register_kind(
            kinds.SubmissionKind(
                name=flags.KIND,
                label=_("melding uit de fediverse"),
                accept=flags.uphold_flag,
                says_accepted=False,
                labels={"account": _("Account"), "reason": _("Reden")},
            )
        )
        responses.register_response(
            "fediverse",
            lambda n: npgettext("aantal", "like of boost in de fediverse", "likes en boosts in de fediverse", n),
            overview.select_likes_and_shares,
        )
        periodic_jobs.register_job(
            "fediverse accounts", every=dt.timedelta(minutes=1), run=identities.create_missing_identities
        )
        periodic_jobs.register_job("fediverse posts", every=dt.timedelta(seconds=2), run=posts.follow_log)
        periodic_jobs.register_job(
            "fediverse deliveries", every=dt.timedelta(seconds=2), run=deliveries.send_due_deliveries
        )
        periodic_jobs.register_job(
            "fediverse forgotten", every=dt.timedelta(hours=6), run=retention.delete_expired_rows
        )
