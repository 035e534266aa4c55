"""On which site a frame of ours is seen: the host and the day. No path, no reader.

Anybody can send a request with any `Referer`. So the frame counts in two steps, both in the way of a browser: it is
fetched as a frame inside another site, and then a small picture in it, whose address was made for that very site, is
fetched as a picture by the same network. A site is believed once several networks saw it there (decision 131).
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from stedennet.core.clock import today
from stedennet.limits.addresses import hash_network_of
from stedennet.spreading.flows.sightings import record_sighting
from stedennet.spreading.models import Sighting
from stedennet.spreading.rules.hosts import host_of

SALT = "stedennet.site.showing"
WITHIN = 600
"""Seconds between the frame and the picture in it."""
FRAMES = {"iframe", "frame", "embed", "object"}
PREFETCHING = ("Sec-Purpose", "Purpose", "X-Moz")


def build_sighting_url(request: HttpRequest, subject: tuple[str, str]) -> str:
    """The address of the picture that says the frame was seen; empty when this is no frame on another site, or the
    site was noted today already."""
    host = host_of(request.headers.get("Referer", ""))
    if not host or host == urlsplit(settings.SITE_URL).hostname or not _is_frame(request) or _is_noted(host, subject):
        return ""
    payload = [*subject, host, hash_network_of(request.META)]
    return reverse("embed_seen", args=[signing.dumps(payload, salt=SALT, compress=True)])


def record_frame_sighting(request: HttpRequest, token: str) -> Sighting | None:
    """Note what the picture of this address says; None when it was not fetched as a picture in that frame."""
    try:
        subject_type, subject_id, host, mark = signing.loads(token, salt=SALT, max_age=WITHIN)
    except (signing.BadSignature, ValueError):
        return None
    if not _is_picture(request) or mark != hash_network_of(request.META):
        return None
    return record_sighting(subject_type, subject_id, host, network=mark)


def _is_frame(request: HttpRequest) -> bool:
    headers: Any = request.headers
    return (
        request.method == "GET"
        and headers.get("Sec-Fetch-Dest") in FRAMES
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        and not any(name in headers for name in PREFETCHING)
    )


def _is_picture(request: HttpRequest) -> bool:
    # The frame is sandboxed: it has no origin of its own, so its picture comes from another site, without a Referer.
    headers: Any = request.headers
    return (
        request.method == "GET"
        and headers.get("Sec-Fetch-Dest") == "image"
        and headers.get("Sec-Fetch-Mode") == "no-cors"
        and headers.get("Sec-Fetch-Site") in ("cross-site", "same-origin")
    )


def _is_noted(host: str, subject: tuple[str, str]) -> bool:
    rows = Sighting.objects.verified().filter(subject_type=subject[0], subject_id=subject[1], host=host)
    return rows.filter(last_on=today()).exists()
