"""Context of every page's frame. Nothing here depends on the reader, so that pages can be cached."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .personal_pages import is_replaceable_page
from .public_forms.handling import describe_receipt

ENGLISH = "/en/"
MENU = {
    "theme_list": _("Thema’s"),
    "agenda": _("Agenda"),
    "initiative_list": _("Initiatieven"),
    "call_list": _("Oproepen"),
    "organisation_list": _("Organisaties"),
    "growth": _("Verbreding"),
    "article_list": _("Artikelen"),
    "event_list": _("Evenementen"),
}


def build_page_frame(request: HttpRequest) -> dict[str, Any]:
    """The network's name and office, this page's own address, and the same page in the other language."""
    english = request.path.startswith(ENGLISH)
    other = request.path[len(ENGLISH) - 1 :] if english else f"/en{request.path}"
    return {
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        "network_name": settings.NETWORK_NAME,
        "office_email": settings.OFFICE_EMAIL,
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "dutch_url": f"{settings.SITE_URL}{other if english else request.path}",
        "english_url": f"{settings.SITE_URL}{request.path if english else other}",
        "menu": _build_menu(request.path),
        "replace_link_url": _build_replace_link(request),
        "receipt": describe_receipt(request),
        "other_language_url": other if request.path.startswith("/") else "/",
        "other_language_code": "nl" if (get_language() or "nl").startswith("en") else "en",
    }


def _build_replace_link(request: HttpRequest) -> str:
    """The address at which the holder of a personal link replaces it; empty on pages opened without one."""
    match = request.resolver_match
    if match is None or not is_replaceable_page(match.url_name or ""):
        return ""
    return reverse("replace_link", args=[match.kwargs["token"]])


def _build_menu(path: str) -> list[dict[str, Any]]:
    """The main menu; `here` is "page" on the page itself and "true" on the pages below it (aria-current)."""
    addresses = {name: reverse(name) for name in MENU}
    return [
        {
            "url": url,
            "label": MENU[name],
            "here": "page" if path == url else "true" if path.startswith(url) else "",
        }
        for name, url in addresses.items()
    ]
