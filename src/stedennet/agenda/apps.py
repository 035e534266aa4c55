"""Registers the room with Django."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """The strategy and the joint action agenda."""

    name = "stedennet.agenda"
    label = "agenda"
    verbose_name = "agenda"
