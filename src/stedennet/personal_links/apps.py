"""Registers the room with Django."""

from django.apps import AppConfig


class PersonalLinksConfig(AppConfig):
    """Secret links in mails."""

    name = "stedennet.personal_links"
    label = "personal_links"
    verbose_name = "persoonlijke links"
