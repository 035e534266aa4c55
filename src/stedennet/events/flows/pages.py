"""Handles Wagtail's signals for events: writes the log of changes, and mails about cancellations."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from stedennet.changes.flows import announce_change
from stedennet.core.clock import today
from stedennet.core.pages import is_open_to_all

from ..models import EventPage
from . import registrations


def get_news_day(event: EventPage) -> dt.date:
    """An event that has been is of its own day; one to come is news of today."""
    return min(localdate(event.starts_at), today())


@transaction.atomic
def handle_event_published(sender: type, instance: EventPage, **kwargs: object) -> None:
    """Announce an event that became public or changed, and raise the sequence that tells calendars of a change."""
    EventPage.objects.filter(pk=instance.pk).update(sequence=F("sequence") + 1)
    if instance.is_cancelled:
        registrations.notify_of_cancellation(instance)
    is_first = EventPage.objects.get(pk=instance.pk).sequence == 1
    if is_open_to_all(instance):
        verb = "published" if is_first else "changed"
        announce_change(instance, verb, title=instance.title, behalf_of=instance.by, day=get_news_day(instance))


@transaction.atomic
def handle_event_unpublished(sender: type, instance: EventPage, **kwargs: object) -> None:
    """Announce that a public event was withdrawn."""
    if is_open_to_all(instance):
        announce_change(instance, "withdrawn", title=instance.title, behalf_of=instance.by)
