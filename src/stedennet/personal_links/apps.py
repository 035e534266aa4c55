"""Registers the room with Django."""

from django.apps import AppConfig


class PersonalLinksConfig(AppConfig):
    """Secret links in mails."""

    name = "stedennet.personal_links"
    label = "personal_links"
    verbose_name = "persoonlijke links"

    def ready(self) -> None:
        """Check the declarations: rooms that declare links are above this one, so they have registered them."""
        from .registry import check_personal_links

        check_personal_links()
