"""Where the documents of the fediverse are, and what an address of ours means."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from . import addresses

LONGEST_KEY = 18
"""Digits that a key of the database can have."""
MEANINGS = {"fediverse_account": ("account", "name"), "fediverse_post": ("post", "pk"), "theme": ("theme", "slug")}


def _plain(name: str) -> Callable[..., str]:
    def address(*args: Any) -> str:
        return f"{settings.SITE_URL}{reverse(name, args=args)}"

    return address


def _home(language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse('home')}"


def _page(subject_type: str, key: str, language: str) -> str:
    with translation.override(language):
        path = addresses.of_subjects([(subject_type, key)]).get((subject_type, key), "")
    return f"{settings.SITE_URL}{path}" if path else ""


ADDRESSES: dict[str, Callable[..., str]] = {
    "account": _plain("fediverse_account"),
    "inbox": _plain("fediverse_inbox"),
    "outbox": _plain("fediverse_outbox"),
    "followers": _plain("fediverse_followers"),
    "icon": _plain("fediverse_icon"),
    "shared_inbox": _plain("fediverse_shared_inbox"),
    "post": _plain("fediverse_post"),
    "activity": _plain("fediverse_activity"),
    "home": _home,
    "theme": addresses.link("theme"),
    "page": _page,
}


def meaning(url: str) -> tuple[str, str] | None:
    """What an address of this site stands for: ("account", name), ("post", key) or ("theme", slug)."""
    path = url.removeprefix(settings.SITE_URL)
    if path == url or not path.startswith("/"):
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    kind, part = MEANINGS.get(found.url_name or "", ("", ""))
    value = str(found.kwargs.get(part, ""))
    return (kind, value) if kind and (kind != "post" or len(value) <= LONGEST_KEY) else None
