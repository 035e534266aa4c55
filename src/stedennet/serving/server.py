"""Starts the web server: Granian processes that share one socket, have timeouts, and end with their parent."""

import multiprocessing
import os
import resource
import signal
import socket
import sys
from functools import partial
from typing import Annotated, Any

import typer
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from .processes import PortInUse, end_with_parent, open_listener

CONNECTIONS = 4096
"""How many connections one process keeps open; an idle one costs only about 30 kB of memory."""
HEADER_SECONDS = 10
"""How long a client may take for its headers, and how long a connection may stay idle between requests."""
HEADER_BYTES = 65_536
END_SECONDS = 10
"""How long a process may take to finish before it is killed."""


class Server(MPServer):
    """Granian on a socket that all its processes share and no other program can open."""

    def __init__(self, listener: socket.socket, **options: Any) -> None:
        super().__init__("stedennet.serving.entry:load", backlog=CONNECTIONS, **options)
        self.listener = listener

    def _init_shared_socket(self) -> None:
        self._sso = self.listener
        self._sso.setblocking(False)
        self._sso.set_inheritable(True)
        self._sfd = self._sso.fileno()
        self._shd = SocketHolder(self._sfd, False, self.backlog)  # type: ignore[call-arg]  # Its .pyi lags behind.


def make_server(host: str, port: int, workers: int, *, log_level: str = "info") -> Server:
    """Create the server without starting it. Raises PortInUse."""
    return Server(
        open_listener(host, port, CONNECTIONS),
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=HEADER_BYTES, keep_alive=True
        ),
        log_level=LogLevels(log_level),
        respawn_failed_workers=True,
        workers_kill_timeout=END_SECONDS,
    )


def load_in_child(parent: int) -> object:
    """Load the application in a new process, before it takes requests."""
    # Until Granian installs its own handlers, a signal must end the process, not set a flag that nobody reads.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end_with_parent(parent)
    from .entry import load

    return load()


def main(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT")] = 8000,
    workers: int = 2,
    log_level: str = "info",
) -> None:
    """Serve until SIGTERM or Ctrl-C; exits with 1 when the port is in use."""
    _raise_file_limit()
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
    try:
        server = make_server(host, port, workers, log_level=log_level)
        server.serve(target_loader=partial(load_in_child, os.getpid()), wrap_loader=False)
    except PortInUse as error:
        typer.echo(f"stedennet will not start: {error}. Stop what runs there, or choose another --port.", err=True)
        raise typer.Exit(1) from None


def _raise_file_limit() -> None:
    # Each connection is an open file; the usual limit of 1024 is too low.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * 2
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
