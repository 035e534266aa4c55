"""Metadata for sharing a page: texts, a picture, and the code to embed it."""

from django.conf import settings
from django.urls import reverse

from .. import pictures
from . import frames
from .shareables import Shareable, language_of

LOCALES = {"nl": "nl_NL", "en": "en_GB"}


def build_share_metadata(shareable: Shareable, *, kind: str = "website") -> dict[str, object]:
    """Return the values for the head of the page (`elements/sharing.html`) and the link to the embed code."""
    url, label = f"{settings.SITE_URL}{shareable.url}", f"{shareable.kind_label}: {shareable.title}"
    return {
        "kind": kind,
        "title": str(shareable.title),
        "text": str(shareable.text or label),
        "url": url,
        "locale": LOCALES.get(language_of(shareable), "nl_NL"),
        "picture_url": f"{settings.SITE_URL}{pictures.build_url(shareable)}",
        "width": pictures.WIDTH,
        "height": pictures.HEIGHT,
        "label": label,
        "oembed": frames.build_discovery_links(url),
        "code_url": reverse("embed_code", args=[shareable.kind, shareable.key]),
    }
