"""Handles Wagtail's signals for articles, and publishes scheduled pages."""

import datetime as dt
import json

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from stedennet.changes.flows import announce_change
from stedennet.core.clock import today
from stedennet.core.pages import is_open_to_all

from ..models import ArticleLink, ArticlePage
from ..rules.links import find_own_paths
from ..rules.reading_time import compute_reading_minutes


def get_news_day(article: ArticlePage) -> dt.date:
    """An article is of the day that stands above it; one of a day to come is news of today."""
    return min(article.date, today())


@transaction.atomic
def handle_article_published(sender: type, instance: ArticlePage, **kwargs: object) -> None:
    """Store the reading time and links of an article that became public or changed, and announce it."""
    ArticlePage.objects.filter(pk=instance.pk).update(reading_minutes=compute_reading_minutes(instance.text))
    _store_links(instance)
    is_first = instance.first_published_at == instance.last_published_at
    if is_open_to_all(instance):
        verb = "published" if is_first else "changed"
        announce_change(instance, verb, title=instance.title, behalf_of=instance.by, day=get_news_day(instance))


def _store_links(article: ArticlePage) -> None:
    body_json = json.dumps(article.body.get_prep_value()).replace('\\"', '"')
    ArticleLink.objects.filter(article=article).delete()
    ArticleLink.objects.bulk_create(
        ArticleLink(article=article, path=path) for path in find_own_paths(body_json, site=settings.SITE_URL)
    )


@transaction.atomic
def handle_article_unpublished(sender: type, instance: ArticlePage, **kwargs: object) -> None:
    """Announce that a public article was withdrawn."""
    if is_open_to_all(instance):
        announce_change(instance, "withdrawn", title=instance.title, behalf_of=instance.by)


def publish_scheduled_pages() -> None:
    """Publish and unpublish all pages that are scheduled for now: Wagtail's own command."""
    call_command("publish_scheduled", verbosity=0)
