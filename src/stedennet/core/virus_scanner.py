"""Scans a file with ClamAV, if configured: the command INSTREAM of clamd's protocol (`man clamd`)."""

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import Refused

SECONDS = 20
"""Time-out of each step: connecting, sending a chunk, waiting for the answer."""
MAX_ANSWER_LENGTH = 1_000
_CHUNK = 65_536
_log = logging.getLogger(__name__)


def scan_file(data: bytes) -> None:
    """Raise Refused for a virus (with %(name)s for the file's name), and when the configured scanner is
    unavailable."""
    if not settings.CLAMAV:
        return
    try:
        answer = _query_scanner(data)
    except OSError as error:
        _log.warning("clamav does not answer: %s", type(error).__name__)
        raise _unavailable_error() from error
    if answer.endswith(" FOUND"):
        _log.warning("clamav refused a file: %s", answer)
        raise Refused(_("In “%(name)s” zit een virus. Wij nemen het bestand niet aan."))
    if answer != "stream: OK":
        _log.warning("clamav could not scan a file: %s", answer)
        raise _unavailable_error()


def _query_scanner(data: bytes) -> str:
    with _connect() as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            piece = data[start : start + _CHUNK]
            link.sendall(struct.pack("!I", len(piece)) + piece)
        link.sendall(struct.pack("!I", 0))
        return _read_answer(link)


def _connect() -> socket.socket:
    """Connect to clamd. Raises OSError when it is not running."""
    if not settings.CLAMAV.startswith("/"):
        host, _colon, port = settings.CLAMAV.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    link = socket.socket(socket.AF_UNIX)
    try:
        link.settimeout(SECONDS)
        link.connect(settings.CLAMAV)
    except OSError:
        link.close()
        raise
    return link


def _read_answer(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER_LENGTH and (piece := link.recv(MAX_ANSWER_LENGTH)):
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _unavailable_error() -> Refused:
    return Refused(_("Wij kunnen bestanden nu niet controleren. Probeer het later nog eens."))
