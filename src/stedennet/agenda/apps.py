"""Registers the agenda with Django and intake, and its periodic jobs with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """The strategy and the joint action agenda."""

    name = "stedennet.agenda"
    label = "agenda"
    verbose_name = "agenda"

    def ready(self) -> None:
        """Register the kinds, links and erasers of the agenda, and its periodic jobs."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs
        from stedennet.imports.kinds import register_import_kind
        from stedennet.intake import kinds
        from stedennet.network.references import register_references
        from stedennet.personal_links.registry import register_signed_link, register_stored_link

        from .flows import consultation, erasure, link_requests, pdfs, reminders, rounds, signing_requests
        from .import_kind import KIND
        from .personal_links import ACTION_LINK, DECISION_LINK, ROUND_LINK
        from .references import REFERENCES

        register_import_kind(KIND)
        register_eraser("agenda", erasure.erase_contacts_and_names)
        register_signed_link(ACTION_LINK)
        register_signed_link(ROUND_LINK)
        register_stored_link(DECISION_LINK, reissue=link_requests.resend_approval_link)
        register_references(*REFERENCES)
        kinds.register_kind(
            kinds.SubmissionKind(
                name=consultation.KIND,
                label=_("opmerking bij de agenda"),
                accept=consultation.publish_remark,
                on_withdraw=consultation.withdraw_remark,
                labels={"organisation": _("organisatie"), "code": _("actie")},
            )
        )
        periodic_jobs.register_job("print sealed editions", every=dt.timedelta(seconds=15), run=pdfs.make_missing_pdfs)
        periodic_jobs.register_job("remind of actions", every=dt.timedelta(hours=6), run=reminders.send_reminders)
        periodic_jobs.register_job(
            "ask parties to sign", every=dt.timedelta(minutes=1), run=signing_requests.send_signing_requests
        )
        periodic_jobs.register_job("update rounds", every=dt.timedelta(minutes=5), run=rounds.process_due_rounds)
