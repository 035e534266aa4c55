"""Addresses of our fediverse documents, and what each stands for."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from . import addresses

LONGEST_KEY = 18
"""Digits that a key of the database can have."""
MEANINGS = {"fediverse_account": ("account", "name"), "fediverse_post": ("post", "pk"), "theme": ("theme", "slug")}


def _make_url_builder(name: str) -> Callable[..., str]:
    def address(*args: Any) -> str:
        return f"{settings.SITE_URL}{reverse(name, args=args)}"

    return address


def _build_home_url(language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse('home')}"


def _build_page_url(subject_type: str, key: str, language: str) -> str:
    with translation.override(language):
        path = addresses.find_urls([(subject_type, key)]).get((subject_type, key), "")
    return f"{settings.SITE_URL}{path}" if path else ""


ADDRESSES: dict[str, Callable[..., str]] = {
    "account": _make_url_builder("fediverse_account"),
    "inbox": _make_url_builder("fediverse_inbox"),
    "outbox": _make_url_builder("fediverse_outbox"),
    "followers": _make_url_builder("fediverse_followers"),
    "icon": _make_url_builder("fediverse_icon"),
    "shared_inbox": _make_url_builder("fediverse_shared_inbox"),
    "post": _make_url_builder("fediverse_post"),
    "activity": _make_url_builder("fediverse_activity"),
    "home": _build_home_url,
    "theme": addresses.make_url_builder("theme"),
    "page": _build_page_url,
}


def identify_url(url: str) -> tuple[str, str] | None:
    """Resolve an address of this site: ("account", name), ("post", key) or ("theme", slug)."""
    path = url.removeprefix(settings.SITE_URL)
    if path == url or not path.startswith("/"):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    kind, part = MEANINGS.get(match.url_name or "", ("", ""))
    value = str(match.kwargs.get(part, ""))
    return (kind, value) if kind and (kind != "post" or len(value) <= LONGEST_KEY) else None
