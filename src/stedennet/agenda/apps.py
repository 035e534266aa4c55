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
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from .flows import consultation, contacts, erasure, pdfs, reminders, rounds, signing_requests
        from .import_kind import KIND
        from .references import REFERENCES

        register_import_kind(KIND)
        register_eraser("agenda", erasure.erase_contacts_and_names)
        register_link_kind(
            LinkKind(contacts.SIGNER, _("uw actie"), contacts.find_link_holder, contacts.list_link_values)
        )
        register_link_kind(
            LinkKind(rounds.SIGNER, _("uw bijwerkronde"), rounds.find_link_holder, rounds.list_link_values)
        )
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
