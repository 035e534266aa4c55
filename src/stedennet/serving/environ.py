"""The WSGI environment of a request (PEP 3333)."""

import sys
from typing import IO, Any

from granian.rsgi import Scope

Environ = dict[str, Any]


def build_environ(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """The environ of a request whose body, of `size` bytes, has arrived. Raises UnicodeError for malformed headers.

    Header names with an underscore are dropped: `X_Forwarded_For` could otherwise pass for `X-Forwarded-For`. The
    environment of the process is left out too, because it holds secrets.
    """
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _decode_as_latin(scope.path),
        "QUERY_STRING": _decode_as_latin(scope.query_string),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            _add_header(environ, name.upper().replace("-", "_"), value)
    # The size received, not the size announced: a chunked body announces none.
    environ["CONTENT_LENGTH"] = str(size) if size or "CONTENT_LENGTH" in environ else ""
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    if key in environ:
        value = f"{environ[key]}{'; ' if name == 'COOKIE' else ','}{value}"
    environ[key] = value


def _decode_as_latin(text: str) -> str:
    # WSGI represents the bytes of a path as one character each.
    return text.encode("utf-8", "surrogateescape").decode("latin-1")
