"""Requests to servers elsewhere, to addresses that were checked: never into our own network.

The name is resolved once, every address that it has is checked, and the connection goes to a checked address: nobody
can answer a second look-up differently. Python's own client is used because it does nothing by itself:
no redirects, no proxies from the environment, no unpacking of what was compressed (docs/decisions/0025).
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
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from stedennet import __version__

from .rules.addresses import ForbiddenAddress, Target, check_url, is_allowed_ip, is_same_host
from .rules.messages import MAX_BYTES

TIMEOUT = 8.0
"""Seconds for a whole request, from the look-up of the name to the last byte."""
MAX_REDIRECTS = 3
JSON_TYPES = {"application/activity+json", "application/ld+json", "application/jrd+json", "application/json"}
RequestSigner = Callable[[str], Mapping[str, str]]
_lookups = ThreadPoolExecutor(max_workers=4, thread_name_prefix="fediverse-lookup")


class Unreachable(Exception):
    """There is no answer that we can use; the text says why."""


@dataclass(frozen=True)
class Response:
    """What a server answered: names of headers in lower case, at most `LONGEST` bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send_request(
    method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", within: float = TIMEOUT
) -> Response:
    """One request, no redirects. Raises Unreachable, also when the address is not one that we talk to."""
    end = time.monotonic() + within
    try:
        target = check_url(url, settings.FEDIVERSE_REACH)
        return _exchange(
            target, _resolve_host(target, within), method, {**_build_headers(target), **headers}, body, end
        )
    except ForbiddenAddress as error:
        raise Unreachable(str(error)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(_strip_unprintable(f"{type(error).__name__}: {error}")) from None


def get_json(
    url: str, *, headers: Mapping[str, str] | None = None, sign: RequestSigner | None = None, may_move: bool = False
) -> Any:
    """The JSON at `url`, after at most three redirects, each checked like the first. Raises Unreachable.

    `sign` gives the headers that sign a request for an address. A redirect to another server is refused unless
    `may_move`: what another server says is not what the server in the address says (ActivityPub, section 3.1 and B.1).
    """
    accept = {"accept": "application/activity+json, application/ld+json", **(headers or {})}
    end = time.monotonic() + TIMEOUT
    for _hop in range(MAX_REDIRECTS + 1):
        signature = sign(url) if sign else {}
        answer = send_request("GET", url, headers={**accept, **signature}, within=max(end - time.monotonic(), 0.1))
        if answer.status not in (301, 302, 303, 307, 308):
            return _parse_json(answer)
        following = urljoin(url, answer.headers.get("location", ""))
        if not may_move and not is_same_host(url, following):
            raise Unreachable("sent on to another server")
        url = following
    raise Unreachable("too many redirects")


def _strip_unprintable(text: str) -> str:
    # What a server sends can stand in the error, and PostgreSQL stores no NUL.
    return "".join(sign for sign in text if sign.isprintable())[:200]


def _parse_json(answer: Response) -> Any:
    if answer.status != 200:
        raise Unreachable(f"status {answer.status}")
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() not in JSON_TYPES:
        raise Unreachable("not JSON by its type")
    try:
        return json.loads(answer.body)
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
    """One checked address of the server. Raises Unreachable when any of its addresses is not allowed."""
    try:
        found = _lookups.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM).result(within)
    except TooSlow:
        raise Unreachable("the name was not resolved in time") from None
    except UnicodeError:
        raise Unreachable("not a name") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_allowed_ip(one, settings.FEDIVERSE_REACH) for one in addresses):
        raise Unreachable("an address that we do not talk to")
    # IPv4 first: a machine without IPv6 still resolves it, and would wait in vain.
    return next((one for one in addresses if ":" not in one), addresses[0])


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever its name resolves to by now."""

    def __init__(self, target: Target, address: str, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self.target, self.address, self.was_cut = target, address, False

    def connect(self) -> None:
        """Connect to the address; with TLS the certificate must be that of the name."""
        self.sock = socket.create_connection((self.address, self.target.port), self.timeout)
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)

    def cut(self) -> None:
        """End it at once: a server that sends one byte a second would otherwise hold us for hours."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()


def _exchange(
    target: Target, address: str, method: str, headers: Mapping[str, str], body: bytes, end: float
) -> Response:
    connection = _Connection(target, address, max(end - time.monotonic(), 0.1))
    watchdog = threading.Timer(max(end - time.monotonic(), 0.1), connection.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        connection.request(method, target.path, body=body or None, headers=dict(headers))
        response = connection.getresponse()
        content = response.read(MAX_BYTES + 1)
        if connection.was_cut or len(content) > MAX_BYTES:
            raise Unreachable("the answer took too long" if connection.was_cut else "the answer is too long")
        return Response(response.status, {name.lower(): value for name, value in response.getheaders()}, content)
    finally:
        watchdog.cancel()
        connection.close()
