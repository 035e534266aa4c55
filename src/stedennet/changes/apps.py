"""Registers the room with Django."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """The log of what was published, changed or withdrawn."""

    name = "stedennet.changes"
    label = "changes"
    verbose_name = "wijzigingen"
