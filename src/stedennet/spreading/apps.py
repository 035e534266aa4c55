"""Registers the room with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpreadingConfig(AppConfig):
    """Spreading the message, and knowing where it went."""

    name = "stedennet.spreading"
    label = "spreading"
    verbose_name = _("verspreiden")
