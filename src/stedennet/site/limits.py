"""How often one reader may send something: counted in memory, by address, and forgotten within the hour."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MOST_AN_HOUR = 10


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this reader sent `what` more than MOST_AN_HOUR times in the last hour; counts this time too."""
    key = f"limit:{what}:{salted_hmac('limits', _address(request)).hexdigest()[:20]}"
    cache.add(key, 0, timeout=3600)
    return bool(cache.incr(key) > MOST_AN_HOUR)


def _address(request: HttpRequest) -> str:
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        return hops[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))
