"""What every page's frame shows. Nothing here depends on who reads it, so that pages can be kept."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

ENGLISH = "/en/"


def frame(request: HttpRequest) -> dict[str, Any]:
    """The network's name and office, this page's own address, and the same page in the other language."""
    english = request.path.startswith(ENGLISH)
    other = request.path[len(ENGLISH) - 1 :] if english else f"/en{request.path}"
    return {
        "network_name": settings.NETWORK_NAME,
        "office_email": settings.OFFICE_EMAIL,
        "is_demo": settings.DEMO,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "other_language_url": other if request.path.startswith("/") else "/",
        "other_language_code": "nl" if (get_language() or "nl").startswith("en") else "en",
    }
