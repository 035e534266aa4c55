"""Registers the room with Django and the worker."""

import datetime as dt

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PublicationsConfig(AppConfig):
    """Articles."""

    name = "stedennet.publications"
    label = "publications"
    verbose_name = "artikelen"

    def ready(self) -> None:
        """Lay the ground after migrating, listen to Wagtail's publishing, put scheduling on the worker's list."""
        from wagtail.signals import page_published, page_unpublished

        from stedennet.changes.privacy import follow_privacy
        from stedennet.core import chores
        from stedennet.network.references import register

        from .flows import ground, publishing
        from .models import ArticlePage
        from .references import REFERENCES

        register(*REFERENCES)
        post_migrate.connect(ground.lay_after_migrating, sender=self)
        page_published.connect(publishing.published, sender=ArticlePage)
        page_unpublished.connect(publishing.withdrawn, sender=ArticlePage)
        follow_privacy(ArticlePage, by=lambda article: article.by)
        chores.register("publish what is scheduled", every=dt.timedelta(minutes=1), run=publishing.publish_scheduled)
