"""Registers the room's submission kind, personal link, page signals and periodic jobs."""

import datetime as dt

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events and registrations for them."""

    name = "stedennet.events"
    label = "events"
    verbose_name = "evenementen"

    def ready(self) -> None:
        """Create the index page after migrating, connect the page signals, and register what intake and the worker
        need."""
        from wagtail.signals import page_published, page_unpublished

        from stedennet.accounts.erasers import register_eraser
        from stedennet.changes.privacy import announce_privacy_changes
        from stedennet.core import periodic_jobs
        from stedennet.intake import kinds
        from stedennet.network.references import register_references
        from stedennet.personal_links.registry import register_signed_link

        from .flows import erasure, index_page, pages, registrations
        from .models import EventPage
        from .personal_links import REGISTRATION_LINK
        from .references import REFERENCES

        register_eraser("events", erasure.erase_registrations)
        register_signed_link(REGISTRATION_LINK)
        register_references(*REFERENCES)
        post_migrate.connect(index_page.ensure_index_page_after_migrate, sender=self)
        page_published.connect(pages.handle_event_published, sender=EventPage)
        page_unpublished.connect(pages.handle_event_unpublished, sender=EventPage)
        announce_privacy_changes(EventPage, by=lambda event: event.by, day=pages.get_news_day)
        kinds.register_kind(
            kinds.SubmissionKind(
                name=registrations.KIND,
                label=_("aanmelding"),
                accept=registrations.create_registration,
                must_wait=lambda submission: False,
                says_accepted=False,
                waits_when_marked=False,  # Only the organiser sees the attendees.
                when_accepted=registrations.describe_registration,
                labels={"organisation": _("organisatie")},
            )
        )
        periodic_jobs.register_job("let offers pass", every=dt.timedelta(minutes=1), run=registrations.expire_offers)
        periodic_jobs.register_job(
            "forget old registrations", every=dt.timedelta(hours=6), run=registrations.delete_old_registrations
        )
        periodic_jobs.register_job(
            "remind of events", every=dt.timedelta(minutes=10), run=registrations.send_reminders
        )
