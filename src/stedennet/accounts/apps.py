"""Registers the room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "stedennet.accounts"
    label = "accounts"
    verbose_name = "personen"
