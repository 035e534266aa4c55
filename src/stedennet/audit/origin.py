"""The origin of a request, no more precise than an investigation needs: the network, not the machine."""

import ipaddress

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.utils.crypto import salted_hmac

NETWORK_BITS = {4: 24, 6: 48}
"""How many bits of an address are stored: a provider's block, not one connection."""


def network_of(address: str) -> str:
    """The network of an IP address, such as 192.0.2.0/24; empty for an invalid address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network((mapped, NETWORK_BITS[mapped.version]), strict=False))


def get_request_network() -> str:
    """The network of the current request; empty outside a request."""
    if context.request is None:
        return ""
    try:
        return network_of(get_adapter().get_client_ip(context.request))
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def hash_address(email: str) -> str:
    """A keyed hash of an e-mail address, equal for equal addresses; empty for an empty one."""
    address = email.strip().lower()
    return salted_hmac("audit.address", address, algorithm="sha256").hexdigest()[:32] if address else ""
