"""Addresses of the pages that this room's mails link to; the site registers them when it starts."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

Address = Callable[..., str]
_addresses: dict[str, Address] = {}


def register_urls(*, own_representation: Address) -> None:
    """Register the builder of the representatives' page, from an organisation's slug and a language."""
    _addresses["own_representation"] = own_representation


def get_own_representation_url(organisation: str, language: str) -> str:
    """The page where a representative confirms other representatives. Raises KeyError when it is not registered."""
    return _addresses["own_representation"](organisation, language)


def get_office_url() -> str:
    """The page where the programme office confirms representations."""
    return f"{settings.SITE_URL}{reverse('representations:list')}"
