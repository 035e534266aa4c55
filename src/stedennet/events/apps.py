"""Registers the room with Django, intake and the worker."""

import datetime as dt

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events and who comes."""

    name = "stedennet.events"
    label = "events"
    verbose_name = "evenementen"

    def ready(self) -> None:
        """Lay the ground after migrating; tell intake what a registration becomes; put chores on the worker's list."""
        from wagtail.signals import page_published, page_unpublished

        from stedennet.accounts.erasers import register_eraser
        from stedennet.changes.privacy import follow_privacy
        from stedennet.core import chores
        from stedennet.intake import kinds
        from stedennet.network.references import register
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from .flows import erasure, ground, noting, registering
        from .models import EventPage
        from .references import REFERENCES

        register_eraser("events", erasure.erase)
        register_link_kind(
            LinkKind(registering.SIGNER, _("uw aanmelding"), registering.holder_of, registering.registrations_of)
        )
        register(*REFERENCES)
        post_migrate.connect(ground.lay_after_migrating, sender=self)
        page_published.connect(noting.published, sender=EventPage)
        page_unpublished.connect(noting.withdrawn, sender=EventPage)
        follow_privacy(EventPage, by=lambda event: event.by)
        kinds.register(
            kinds.Kind(
                name=registering.KIND,
                label=_("aanmelding"),
                accept=registering.give_place,
                must_wait=lambda submission: False,
                says_accepted=False,
                waits_when_marked=False,  # Only the organiser sees who comes.
                when_accepted=_("U bent aangemeld. In de mail staat of u een plaats hebt of op de wachtlijst staat."),
            )
        )
        chores.register("let offers pass", every=dt.timedelta(minutes=1), run=registering.let_offers_pass)
        chores.register("forget old registrations", every=dt.timedelta(hours=6), run=registering.forget_old)
        chores.register("remind of events", every=dt.timedelta(minutes=10), run=registering.remind)
