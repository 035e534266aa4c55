"""Registers the room with Django, and its references to organisations."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Challenges and what belongs to them."""

    name = "stedennet.challenges"
    label = "challenges"
    verbose_name = "opgaven"

    def ready(self) -> None:
        """Register what a merger does with the owner of a challenge."""
        from stedennet.network.references import register_references

        from .references import REFERENCES

        register_references(*REFERENCES)
