"""The network address that a request comes from, and which addresses count as one. Pure: text in, text out."""

import ipaddress

PREFIX = 64
"""An IPv6 subscriber gets at least a /64, and may use any address in it (RFC 6177)."""


def find_client_address(remote: str, forwarded: str, proxies: int) -> str:
    """The reader's address, without a port; empty when unknown.

    `remote` is the address that connected to us, `forwarded` the X-Forwarded-For header, `proxies` the number of our
    proxies that add to it. A request that passed fewer took an unknown route: then only `remote` is certain.
    """
    hops = _split_hops(forwarded)
    named = _parse_hop(hops[-proxies]) if 0 < proxies <= len(hops) else ""
    return named or _parse_hop(remote)


def has_too_few_hops(forwarded: str, proxies: int) -> bool:
    """Whether a request passed some proxies, but fewer than configured: the setting is too high."""
    return 0 < len(_split_hops(forwarded)) < proxies


def _split_hops(forwarded: str) -> list[str]:
    return [part.strip() for part in forwarded.split(",") if part.strip()]


def counted_network_of(address: str) -> str:
    """The network that is counted as one: an IPv4 address by itself, an IPv6 address with its whole /64."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if ip.version == 4 else str(ipaddress.ip_network((ip, PREFIX), strict=False).network_address)


def _parse_hop(hop: str) -> str:
    """The address in any notation of a proxy: 192.0.2.1:443, [2001:db8::1]:443 or ::ffff:192.0.2.1."""
    host = hop.partition("]")[0].removeprefix("[") if hop.startswith("[") else hop
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        ip = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(ip, "ipv4_mapped", None) or ip)
