"""Registers the room with Django."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """What happens after the answer."""

    name = "stedennet.worker"
    label = "worker"
    verbose_name = "werker"
