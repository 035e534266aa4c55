"""Registers the room with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground under the house."""

    name = "stedennet.core"
    label = "core"
    verbose_name = "kern"
