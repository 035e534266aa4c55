"""Registers the room with Django."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Organisations, groups, themes and who does what."""

    name = "stedennet.network"
    label = "network"
    verbose_name = "netwerk"
