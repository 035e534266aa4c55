"""What a page says of itself to who shares it: words, a picture, and how it is shown on another site."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from .. import pictures
from . import frames
from .shareables import Shareable, language_of

LOCALES = {"nl": "nl_NL", "en": "en_GB"}


def build_share_metadata(one: Shareable, *, kind: str = "website") -> dict[str, Any]:
    """For the head of its page (`elements/sharing.html`), and the link to the code to copy."""
    url, label = f"{settings.SITE_URL}{one.url}", f"{one.kind_label}: {one.title}"
    return {
        "kind": kind,
        "title": one.title,
        "text": one.text or label,
        "url": url,
        "locale": LOCALES.get(language_of(one), "nl_NL"),
        "picture_url": f"{settings.SITE_URL}{pictures.build_url(one)}",
        "width": pictures.WIDTH,
        "height": pictures.HEIGHT,
        "label": label,
        "oembed": frames.build_discovery_links(url),
        "code_url": reverse("embed_code", args=[one.kind, one.key]),
    }
