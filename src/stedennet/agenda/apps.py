"""Registers the room with Django."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """The strategy and the joint action agenda."""

    name = "stedennet.agenda"
    label = "agenda"
    verbose_name = "agenda"

    def ready(self) -> None:
        """Editors may keep the records of this room."""
        from stedennet.accounts.backends import let_editors_keep

        let_editors_keep("agenda")
