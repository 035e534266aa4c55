"""From which network address a request comes, and which addresses count as one. Pure: text in, text out."""

import ipaddress

PREFIX = 64
"""One subscriber of IPv6 gets at least a /64, and may use any address in it (RFC 6177)."""


def find_client_address(remote: str, forwarded: str, proxies: int) -> str:
    """The reader's address, without a port; empty when it is not known.

    `remote` is who connected to us, `forwarded` the X-Forwarded-For field, `proxies` how many proxies of ours add to
    it. A request that passed fewer came by a way that we do not know: then only who connected to us is certain.
    """
    hops = _split_hops(forwarded)
    named = _parse_hop(hops[-proxies]) if 0 < proxies <= len(hops) else ""
    return named or _parse_hop(remote)


def has_too_few_hops(forwarded: str, proxies: int) -> bool:
    """Whether a request passed some proxies, but fewer than add to X-Forwarded-For: the number is set too high."""
    return 0 < len(_split_hops(forwarded)) < proxies


def _split_hops(forwarded: str) -> list[str]:
    return [part.strip() for part in forwarded.split(",") if part.strip()]


def counted_network_of(address: str) -> str:
    """The network for which is counted: an IPv4 address by itself, an IPv6 address with all others of its /64."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if ip.version == 4 else str(ipaddress.ip_network((ip, PREFIX), strict=False).network_address)


def _parse_hop(hop: str) -> str:
    """An address as one proxy or another writes it, such as 192.0.2.1:443, [2001:db8::1]:443 or ::ffff:192.0.2.1."""
    host = hop.partition("]")[0].removeprefix("[") if hop.startswith("[") else hop
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        ip = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(ip, "ipv4_mapped", None) or ip)
