"""How often one reader may send something: counted in memory, by address, and forgotten within the hour."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MOST_AN_HOUR = 10
MOST_WITHOUT_PROOF = 4
"""For who did not do the sum (proof.py): enough for a person without JavaScript, little for a robot."""


def too_many(request: HttpRequest, what: str, *, proven: bool) -> bool:
    """Whether this reader sent `what` too often in the last hour; counts this time too."""
    key = f"limit:{what}:{proven}:{salted_hmac('limits', _address(request)).hexdigest()[:20]}"
    cache.add(key, 0, timeout=3600)
    return bool(cache.incr(key) > (MOST_AN_HOUR if proven else MOST_WITHOUT_PROOF))


def too_fast(request: HttpRequest, what: str, *, most: int) -> bool:
    """Whether this address did `what` more than `most` times in a minute; for programs, which need no proof."""
    key = f"limit:{what}:{salted_hmac('limits', _address(request)).hexdigest()[:20]}"
    cache.add(key, 0, timeout=60)
    return bool(cache.incr(key) > most)


def _address(request: HttpRequest) -> str:
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        return hops[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))
