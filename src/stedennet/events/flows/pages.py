"""What the log hears of events: Wagtail publishes and withdraws, we write the line."""

from typing import Any

from django.db import transaction
from django.db.models import F

from stedennet.changes.flows import announce_change
from stedennet.core.pages import is_open_to_all

from ..models import EventPage
from . import registrations


@transaction.atomic
def handle_event_published(sender: type, instance: EventPage, **kwargs: Any) -> None:
    """An event became public or changed; calendars learn it from the grown sequence, people from a mail."""
    EventPage.objects.filter(pk=instance.pk).update(sequence=F("sequence") + 1)
    if instance.is_cancelled:
        registrations.notify_of_cancellation(instance)
    first = EventPage.objects.get(pk=instance.pk).sequence == 1
    if is_open_to_all(instance):
        announce_change(instance, "published" if first else "changed", title=instance.title, behalf_of=instance.by)


@transaction.atomic
def handle_event_unpublished(sender: type, instance: EventPage, **kwargs: Any) -> None:
    """An event is no longer public; a private one was not."""
    if is_open_to_all(instance):
        announce_change(instance, "withdrawn", title=instance.title, behalf_of=instance.by)
