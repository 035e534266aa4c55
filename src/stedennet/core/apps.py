"""Registers the room with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground under the house."""

    name = "stedennet.core"
    label = "core"
    verbose_name = "kern"

    def ready(self) -> None:
        """Close a default of Wagtail."""
        from .admin_exports import make_exports_harmless

        make_exports_harmless()
