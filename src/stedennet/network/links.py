"""URLs of pages that this room's mails link to; the site registers their builders at start-up."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

UrlBuilder = Callable[[str, str], str]
_builders: dict[str, UrlBuilder] = {}


def register_urls(*, own_representation: UrlBuilder) -> None:
    """Register the builder of the representatives' page, from an organisation's slug and a language."""
    _builders["own_representation"] = own_representation


def get_own_representation_url(organisation: str, language: str) -> str:
    """The page where a representative confirms other representatives. Raises KeyError when it is not registered."""
    return _builders["own_representation"](organisation, language)


def get_office_url() -> str:
    """The page where the programme office confirms representations."""
    return f"{settings.SITE_URL}{reverse('representations:list')}"
