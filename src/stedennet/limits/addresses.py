"""The address of the reader who sent a request, from its WSGI environ."""

import logging
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.crypto import salted_hmac

from .rules import counted_network_of, find_client_address, has_too_few_hops

LOGGER = logging.getLogger(__name__)


def address_of(environ: Mapping[str, object]) -> str:
    """The reader's address; empty when unknown. Django's `request.META` is such an environ."""
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", ""))
    if has_too_few_hops(forwarded, settings.TRUSTED_PROXIES):
        _warn_of_few_proxies(settings.TRUSTED_PROXIES)
    return find_client_address(str(environ.get("REMOTE_ADDR", "")), forwarded, settings.TRUSTED_PROXIES)


def network_of(environ: Mapping[str, object]) -> str:
    """The network that is counted as one reader: an IPv4 address, or a /64 of IPv6."""
    return counted_network_of(address_of(environ))


def hash_network_of(environ: Mapping[str, object]) -> str:
    """A keyed hash (20 characters) of that network, which recognises it without revealing it."""
    return salted_hmac("stedennet.limits.network", network_of(environ), algorithm="sha256").hexdigest()[:20]


@cache
def _warn_of_few_proxies(proxies: int) -> None:
    # Once per process, since every request would repeat it.
    LOGGER.warning("a request passed fewer than %s proxies: is STEDENNET_TRUSTED_PROXIES too high?", proxies)
