"""Registers the room with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """True content for the first start."""

    name = "stedennet.demo"
    label = "demo"
    verbose_name = "demo"
