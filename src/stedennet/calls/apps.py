"""Registers the room's submission kinds, personal links and periodic jobs."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Calls for partners."""

    name = "stedennet.calls"
    label = "calls"
    verbose_name = "oproepen"

    def ready(self) -> None:
        """Register what a submitted call or interest becomes, and the jobs that close calls and forget people."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs
        from stedennet.intake import kinds
        from stedennet.mailing.reply_kinds import register_reply_kind
        from stedennet.network.references import register_references
        from stedennet.personal_links.registry import register_signed_link

        from .flows import attachments, conversations, deadlines, erasure, mailed_replies, retention, submissions
        from .personal_links import CALL_LINK, CONVERSATION_LINK
        from .references import REFERENCES

        register_eraser("calls", erasure.erase_calls_and_interests)
        register_signed_link(CALL_LINK)
        register_signed_link(CONVERSATION_LINK)
        register_reply_kind(mailed_replies.OWNER_KIND)
        register_reply_kind(mailed_replies.SENDER_KIND)
        register_references(*REFERENCES)
        kinds.register_kind(
            kinds.SubmissionKind(
                name=submissions.KIND,
                label=_("oproep"),
                accept=submissions.create_call,
                must_wait=lambda submission: False,
                on_withdraw=submissions.withdraw_call,
                next_page=submissions.get_next_url,
                next_label=_("Naar uw oproep"),
                when_accepted=_("Een redacteur kijkt ernaar. De link naar uw oproep staat ook in uw mail."),
                labels={
                    "kind": _("soort"),
                    "title": _("titel"),
                    "what_for": _("waarvoor"),
                    "work": _("wat de partner doet"),
                    "wanted": _("welke soorten organisaties"),
                    "gives": _("wat het oplevert"),
                    "gives_in_words": _("wat het oplevert, in woorden"),
                    "closes_on": _("sluit op"),
                    "theme": _("thema"),
                    "province": _("provincie"),
                    "organisation": _("organisatie"),
                    "on": _("hoort bij"),
                },
            )
        )
        kinds.register_kind(
            kinds.SubmissionKind(
                name=conversations.KIND,
                label=_("belangstelling voor een oproep"),
                accept=conversations.create_interest,
                must_wait=lambda submission: False,
                on_withdraw=conversations.withdraw_interest,
                next_page=conversations.get_next_url,
                next_label=_("Naar het gesprek"),
                when_accepted=_("Wij stuurden het door naar wie de oproep plaatste."),
                labels={"unclear": _("onduidelijk"), "who": _("wie")},
            )
        )
        periodic_jobs.register_job("close calls", every=dt.timedelta(hours=1), run=deadlines.process_due_calls)
        periodic_jobs.register_job(
            "forget files of calls", every=dt.timedelta(days=1), run=attachments.delete_old_attachments
        )
        periodic_jobs.register_job("forget who talked", every=dt.timedelta(days=1), run=retention.anonymise_old_calls)
