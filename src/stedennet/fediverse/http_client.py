"""HTTP requests to other servers, only to checked IP addresses: never into our own network (SSRF).

The host name is resolved once, all its addresses are checked, and the connection goes to a checked address, so that a
second lookup cannot answer differently. Python's own client is used because it does nothing on its own: no redirects,
no proxies from the environment, no decompression (docs/decisions/0025).
"""

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings

from stedennet import __version__

from .rules.addresses import ForbiddenAddress, Target, check_url, is_allowed_ip, is_same_host
from .rules.messages import MAX_BYTES

TIMEOUT = 8.0
"""Seconds for a whole request, from the DNS lookup to the last byte."""
MAX_REDIRECTS = 3
JSON_TYPES = {"application/activity+json", "application/ld+json", "application/jrd+json", "application/json"}
RequestSigner = Callable[[str], Mapping[str, str]]
_lookups = ThreadPoolExecutor(max_workers=4, thread_name_prefix="fediverse-lookup")


class Unreachable(Exception):
    """There is no usable response; the message says why."""


@dataclass(frozen=True)
class Response:
    """The response of a server: header names in lower case, a body of at most `MAX_BYTES`."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send_request(
    method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", within: float = TIMEOUT
) -> Response:
    """Send one request without following redirects. Raises Unreachable, also for a forbidden address."""
    deadline = time.monotonic() + within
    try:
        target = check_url(url, settings.FEDIVERSE_REACH)
        return _exchange(
            target, _resolve_host(target, within), method, {**_build_headers(target), **headers}, body, deadline
        )
    except ForbiddenAddress as error:
        raise Unreachable(str(error)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(_strip_unprintable(f"{type(error).__name__}: {error}")) from None


def get_json(
    url: str, *, headers: Mapping[str, str] | None = None, sign: RequestSigner | None = None, may_move: bool = False
) -> object:
    """Fetch the JSON at `url`, following at most three redirects, each checked like the first. Raises Unreachable.

    `sign` returns headers that sign the request for a URL. A redirect to another server is refused unless `may_move`:
    another server cannot speak for the one in the URL (ActivityPub, sections 3.1 and B.1).
    """
    accept = {"accept": "application/activity+json, application/ld+json", **(headers or {})}
    deadline = time.monotonic() + TIMEOUT
    for _hop in range(MAX_REDIRECTS + 1):
        signature = sign(url) if sign else {}
        response = send_request(
            "GET", url, headers={**accept, **signature}, within=max(deadline - time.monotonic(), 0.1)
        )
        if response.status not in (301, 302, 303, 307, 308):
            return _parse_json(response)
        next_url = urljoin(url, response.headers.get("location", ""))
        if not may_move and not is_same_host(url, next_url):
            raise Unreachable("redirected to another server")
        url = next_url
    raise Unreachable("too many redirects")


def _strip_unprintable(text: str) -> str:
    # The error may quote what the server sent, and PostgreSQL cannot store NUL.
    return "".join(character for character in text if character.isprintable())[:200]


def _parse_json(response: Response) -> object:
    if response.status != 200:
        raise Unreachable(f"status {response.status}")
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() not in JSON_TYPES:
        raise Unreachable("not JSON by its type")
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        raise Unreachable("not JSON") from None


def _build_headers(target: Target) -> dict[str, str]:
    return {
        "host": target.netloc,
        "user-agent": f"Stedennet/{__version__} (+{settings.SITE_URL}/)",
        "accept-encoding": "identity",
        "connection": "close",
    }


def _resolve_host(target: Target, within: float) -> str:
    """Return one checked IP address of the server. Raises Unreachable if any of its addresses is not allowed."""
    try:
        entries = _lookups.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM).result(within)
    except TooSlow:
        raise Unreachable("the host name was not resolved in time") from None
    except UnicodeError:
        raise Unreachable("not a host name") from None
    addresses = [str(entry[4][0]) for entry in entries]
    if not addresses or not all(is_allowed_ip(address, settings.FEDIVERSE_REACH) for address in addresses):
        raise Unreachable("the address is not allowed")
    # IPv4 first: a machine without IPv6 connectivity still resolves IPv6 addresses, and would wait in vain.
    return next((address for address in addresses if ":" not in address), addresses[0])


class _Connection(http.client.HTTPConnection):
    """A connection to a checked IP address, whatever the host name resolves to by now."""

    def __init__(self, target: Target, address: str, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self.target, self.address, self.was_cut = target, address, False

    def connect(self) -> None:
        """Connect to the IP address; with TLS the certificate must match the host name."""
        self.sock = socket.create_connection((self.address, self.target.port), self.timeout)
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)

    def cut(self) -> None:
        """Abort the connection: a server that sends one byte a second would otherwise occupy us for hours."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()


def _exchange(
    target: Target, address: str, method: str, headers: Mapping[str, str], body: bytes, deadline: float
) -> Response:
    connection = _Connection(target, address, max(deadline - time.monotonic(), 0.1))
    watchdog = threading.Timer(max(deadline - time.monotonic(), 0.1), connection.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        connection.request(method, target.path, body=body or None, headers=dict(headers))
        response = connection.getresponse()
        content = response.read(MAX_BYTES + 1)
        if connection.was_cut or len(content) > MAX_BYTES:
            raise Unreachable("the response took too long" if connection.was_cut else "the response is too long")
        return Response(response.status, {name.lower(): value for name, value in response.getheaders()}, content)
    finally:
        watchdog.cancel()
        connection.close()
