"""Registers the room's page signals and periodic job."""

import datetime as dt

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PublicationsConfig(AppConfig):
    """Articles."""

    name = "stedennet.publications"
    label = "publications"
    verbose_name = "artikelen"

    def ready(self) -> None:
        """Create the index page after migrating, connect the page signals, and register scheduled publishing."""
        from wagtail.signals import page_published, page_unpublished

        from stedennet.changes.privacy import announce_privacy_changes
        from stedennet.core import periodic_jobs
        from stedennet.network.references import register_references

        from .flows import articles, index_page
        from .models import ArticlePage
        from .references import REFERENCES

        register_references(*REFERENCES)
        post_migrate.connect(index_page.ensure_index_page_after_migrate, sender=self)
        page_published.connect(articles.handle_article_published, sender=ArticlePage)
        page_unpublished.connect(articles.handle_article_unpublished, sender=ArticlePage)
        announce_privacy_changes(ArticlePage, by=lambda article: article.by, day=articles.get_news_day)
        periodic_jobs.register_job(
            "publish what is scheduled", every=dt.timedelta(minutes=1), run=articles.publish_scheduled_pages
        )
