"""The address of the reader who sent a request, from the fields of its environ as WSGI gives them."""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from .rules import client_address, counted_as, passed_too_few

LOGGER = logging.getLogger(__name__)


def address_of(environ: Mapping[str, Any]) -> str:
    """The reader's address; empty when it is not known. Django's `request.META` is such an environ."""
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", ""))
    if passed_too_few(forwarded, settings.TRUSTED_PROXIES):
        _warn(settings.TRUSTED_PROXIES)
    return client_address(str(environ.get("REMOTE_ADDR", "")), forwarded, settings.TRUSTED_PROXIES)


def network_of(environ: Mapping[str, Any]) -> str:
    """The network for which is counted: one IPv4 address, or a /64 of IPv6."""
    return counted_as(address_of(environ))


def mark_of(environ: Mapping[str, Any]) -> str:
    """A keyed hash of that network, to recognise it without knowing it: twenty signs."""
    return salted_hmac("stedennet.limits.network", network_of(environ), algorithm="sha256").hexdigest()[:20]


@cache
def _warn(proxies: int) -> None:
    # Once in each process: every request would say the same.
    LOGGER.warning("a request passed fewer than %s proxies: is STEDENNET_TRUSTED_PROXIES too high?", proxies)
