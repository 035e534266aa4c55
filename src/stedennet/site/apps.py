"""Registers the room with Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The pages that people read."""

    name = "stedennet.site"
    label = "site"
    verbose_name = "website"
