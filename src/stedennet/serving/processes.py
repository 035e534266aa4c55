"""Processes that belong together: no other program shares their port, and none outlives its parent."""

import ctypes
import os
import signal
import socket
import sys

PR_SET_PDEATHSIG = 1


class PortInUse(Exception):
    """Another program listens on this port, or the address is not ours."""


def open_listener(host: str, port: int, backlog: int) -> socket.socket:
    """A listening socket that no other program can share. Raises PortInUse.

    Granian lets each worker open the port with SO_REUSEPORT; another program of the same user could then join
    silently, such as a forgotten older version, and both would respond in turn.
    """
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(kind, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(backlog)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortInUse(f"{host}:{port} cannot be used ({getattr(error, 'strerror', None) or error})") from None
    return listener


def end_with_parent(parent: int, how: signal.Signals = signal.SIGTERM) -> None:
    """Called in a child: Linux sends it the signal `how` when `parent` is gone, for whatever reason."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:  # It ended before we asked.
            os.kill(os.getpid(), how)


def build_serving_command(host: str, port: int, workers: int) -> list[str]:
    """The command that starts the web server as its own process."""
    options = {"--host": host, "--port": str(port), "--workers": str(workers)}
    return [sys.executable, "-m", "stedennet.serving.server", *(word for pair in options.items() for word in pair)]
