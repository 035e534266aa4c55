"""Which URLs and IP addresses we connect to. Pure: no DNS lookup, no connection."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
SITE_LOCAL = ipaddress.ip_network("fec0::/10")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
MAX_URL_LENGTH = 500
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class ForbiddenAddress(Exception):
    """The URL is not allowed; the message says why."""


@dataclass(frozen=True)
class Target:
    """A checked URL, in the parts that a connection needs."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """The value of the Host header."""
        default_port = {"http": 80, "https": 443}[self.scheme]
        return self.host if self.port == default_port else f"{self.host}:{self.port}"


def check_url(url: str, reach: str) -> Target:
    """Split `url` if it is allowed. `reach` is "public", or "loopback" in the demo. Raises ForbiddenAddress."""
    if not isinstance(url, str) or len(url) > MAX_URL_LENGTH or not re.fullmatch(r"[!-~]+", url) or "\\" in url:
        raise ForbiddenAddress("not a URL")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ForbiddenAddress("not a URL") from None
    if parts.username is not None or parts.password is not None or not parts.hostname:
        raise ForbiddenAddress("not a URL")
    _check_server(parts.scheme, parts.hostname, port, reach)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme, parts.hostname, port or {"http": 80, "https": 443}[parts.scheme], path)


def _check_server(scheme: str, host: str, port: int | None, reach: str) -> None:
    if reach == "loopback":
        if scheme not in ("http", "https"):
            raise ForbiddenAddress("only http and https")
    elif scheme != "https" or port not in (None, 443):
        raise ForbiddenAddress("only https, on port 443")
    elif not is_host(host):
        raise ForbiddenAddress("not the name of a public server")


def is_host(name: str) -> bool:
    """Whether this is a fully qualified host name, and not an IP address in any notation."""
    labels = name.lower().split(".")
    return (
        len(name) <= 253
        and len(labels) > 1
        and all(LABEL.fullmatch(label) for label in labels)
        # Resolvers read a name that ends in a number as an IPv4 address: 127.0.0.1, 127.1, 0x7f.1, 2130706433.
        and not re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1])
    )


def is_allowed_ip(address: str, reach: str) -> bool:
    """Whether we may connect to this IP address: a public one, or with `reach` "loopback" one on this machine."""
    try:
        ip = _unwrap_ip(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if reach == "loopback":
        return ip.is_loopback
    is_special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    return ip.is_global and not is_special and ip not in SITE_LOCAL


def _unwrap_ip(ip: Address) -> Address:
    # An IPv6 address can embed an IPv4 address (mapped, 6to4, Teredo, NAT64), to which the packets are sent.
    if not isinstance(ip, ipaddress.IPv6Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or ip


def host_of(url: object) -> str:
    """Return the host of a web URL, with its port if that is not the default; empty if it is not a web URL."""
    if not isinstance(url, str) or len(url) > MAX_URL_LENGTH or not re.fullmatch(r"[!-~]+", url):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return parts.hostname if port in (None, 443 if parts.scheme == "https" else 80) else f"{parts.hostname}:{port}"


def is_same_host(*urls: object) -> bool:
    """Whether all of these are web URLs on the same host."""
    hosts = {host_of(url) for url in urls}
    return len(hosts) == 1 and "" not in hosts
