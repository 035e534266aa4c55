"""Where the pages are that this room's mails lead to: the site says so when it starts."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

Address = Callable[..., str]
_addresses: dict[str, Address] = {}


def register_urls(*, own_representation: Address) -> None:
    """It makes a whole address of an organisation's slug and a language."""
    _addresses["own_representation"] = own_representation


def get_own_representation_url(organisation: str, language: str) -> str:
    """Where a representative sees and confirms who else is one. Raises KeyError when nobody said where that is."""
    return _addresses["own_representation"](organisation, language)


def get_office_url() -> str:
    """Where the office sees and confirms who represents whom."""
    return f"{settings.SITE_URL}{reverse('representations:list')}"
