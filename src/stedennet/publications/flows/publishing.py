"""What happens when Wagtail publishes or withdraws an article."""

from typing import Any

from django.core.management import call_command
from django.db import transaction

from stedennet.changes.flows import record

from ..models import ArticlePage
from ..rules.reading import minutes


@transaction.atomic
def published(sender: type, instance: ArticlePage, **kwargs: Any) -> None:
    """An article became public or changed: store how long reading takes, and say it in the log."""
    ArticlePage.objects.filter(pk=instance.pk).update(reading_minutes=minutes(instance.text))
    first = instance.first_published_at == instance.last_published_at
    record(instance, "published" if first else "changed", title=instance.title, behalf_of=instance.by)


@transaction.atomic
def withdrawn(sender: type, instance: ArticlePage, **kwargs: Any) -> None:
    """An article is no longer public."""
    record(instance, "withdrawn", title=instance.title, behalf_of=instance.by)


def publish_scheduled() -> None:
    """Publish and withdraw what was planned for now, of all pages: Wagtail's own command."""
    call_command("publish_scheduled", verbosity=0)
