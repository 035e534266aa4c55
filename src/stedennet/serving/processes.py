"""Processes that belong together: nobody else answers on their port, and none outlives its parent."""

import ctypes
import os
import signal
import socket
import sys

PR_SET_PDEATHSIG = 1


class PortInUse(Exception):
    """Somebody answers on this port already, or the address is not ours."""


def open_listener(host: str, port: int, backlog: int) -> socket.socket:
    """A listening socket that is ours alone. Raises PortInUse.

    Granian lets each worker open the port by itself with SO_REUSEPORT; then another program of the same user may join
    in silence, such as the former version that was forgotten, and both answer in turn.
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
    """Called in a child: Linux sends it `how` when `parent` is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:  # It went before we asked.
            os.kill(os.getpid(), how)


def build_serving_command(host: str, port: int, workers: int) -> list[str]:
    """The command that starts the web server as a process of its own."""
    options = {"--host": host, "--port": str(port), "--workers": str(workers)}
    return [sys.executable, "-m", "stedennet.serving.server", *(word for pair in options.items() for word in pair)]
