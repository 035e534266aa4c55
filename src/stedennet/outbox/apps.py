"""Registers the room with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mail that waits to be sent."""

    name = "stedennet.outbox"
    label = "outbox"
    verbose_name = "uitgaande post"
