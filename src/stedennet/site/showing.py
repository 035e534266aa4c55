"""Noting on which site something is shown: the host and the day. No path, no reader, and once a day is enough.

A server process remembers what it noted today, so that a page that is read a million times is a handful of rows.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from stedennet.core.clock import today
from stedennet.spreading.flows.noting import note as note_in_ledger

HOST = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
MOST_A_DAY = 500
"""New lines of this process in a day; who forges names of hosts stops here, and readers notice nothing."""
A_DAY = 24 * 3600


def note(request: HttpRequest, subject: tuple[str, str]) -> None:
    """Write in the ledger that the site which the reader came from shows this; nothing when that is not known."""
    host = host_of(request.headers.get("Referer", ""))
    # A reader who follows a link to the frame's own page is no frame on a site.
    is_frame = request.headers.get("Sec-Fetch-Dest", "iframe") in ("iframe", "frame", "embed", "object")
    if host and is_frame and host != urlsplit(settings.SITE_URL).hostname and _is_new(host, subject):
        note_in_ledger(*subject, "embed", where=host)


def host_of(referer: str) -> str:
    """The host of an address, in small letters; empty when it is no name of a host on the internet."""
    try:
        host = urlsplit(referer).hostname or ""
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) else ""


def _is_new(host: str, subject: tuple[str, str]) -> bool:
    day = today().isoformat()
    cache = caches["shown"]
    if not cache.add(f"shown:{day}:{host}:{':'.join(subject)}", True, A_DAY):
        return False
    cache.add(f"shown:{day}", 0, A_DAY)
    return cache.incr(f"shown:{day}") <= MOST_A_DAY
