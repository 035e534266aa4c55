"""Where a request came from, as little of it as an investigation needs: the network, not the machine."""

import ipaddress

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.utils.crypto import salted_hmac

NETWORK_BITS = {4: 24, 6: 48}
"""How much of an address is kept: a provider's block, not somebody's connection."""


def network_of(address: str) -> str:
    """The network of an IP address, such as 192.0.2.0/24; empty when it is none."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((mapped, NETWORK_BITS[mapped.version]), strict=False))


def get_request_network() -> str:
    """The network of the request that is being answered; empty outside one."""
    if context.request is None:
        return ""
    try:
        return network_of(get_adapter().get_client_ip(context.request))
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def hash_address(email: str) -> str:
    """By what an e-mail address is known in the log: a keyed hash, equal for equal addresses; empty for none."""
    address = email.strip().lower()
    return salted_hmac("audit.address", address, algorithm="sha256").hexdigest()[:32] if address else ""
