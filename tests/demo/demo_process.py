"""The real `stedennet demo`, in a separate process."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

PATIENCE = 240.0
"""Seconds after which a test gives up waiting; everything should happen much sooner."""


def free_port() -> int:
    """Find a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Poll until the condition holds."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"waited {PATIENCE} s in vain: {what}"
        time.sleep(0.05)


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Demo:
    """A running demo with its data in `var`."""

    def __init__(self, var: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        self.site = f"http://localhost:{self.port}"
        self.var = var
        self.log = var.parent / f"demo-{self.port}.log"
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("STEDENNET_", "DJANGO_"))}
        self.environment = {**kept, "STEDENNET_VAR_DIR": str(var), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "stedennet.cli", "demo"],
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # Tests that a shell started in the background ignore Ctrl-C, and their children inherit that.
                preexec_fn=_heed_interrupts,
            )

    def wait_until_ready(self) -> "Demo":
        """Return once /readyz reports that all is well."""
        wait_until(lambda: self.answers("/readyz") or self.process.poll() is not None, "the demo to be ready")
        assert self.process.poll() is None, self.said
        return self

    def answers(self, path: str) -> bool:
        """Whether this path responds with 200 now."""
        try:
            with urllib.request.urlopen(self.site + path, timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_it_searches(self) -> "Demo":
        """Return once the worker has built the search index; the site responds before that."""
        wait_until(lambda: b'"search": true' in self.read("/readyz"), "the search index")
        return self

    def read(self, path: str) -> bytes:
        """The response body of this path."""
        with urllib.request.urlopen(self.site + path, timeout=5) as answer:  # noqa: S310
            return bytes(answer.read())

    def let_the_year_come(self, planned: int) -> None:
        """Make everything planned for that year due now, and wait for the worker's job."""
        with sqlite3.connect(next(self.var.glob("*.sqlite3")), timeout=30) as database:
            database.execute(
                "UPDATE wagtailcore_revision SET content = replace(content, ?, ?),"
                " approved_go_live_at = replace(approved_go_live_at, ?, ?) WHERE approved_go_live_at IS NOT NULL",
                (f"{planned}-", "2020-") * 2,
            )
        command = [sys.executable, "-m", "stedennet.cli", "manage", "publish_scheduled"]
        subprocess.run(command, env={**self.environment, "STEDENNET_DEMO": "true"}, check=True)

    @property
    def said(self) -> str:
        """Everything that the demo printed."""
        return self.log.read_text()

    @property
    def family(self) -> set[int]:
        """The process and everything it started, by reading /proc."""
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, rest = status.read_text().split(" (", 1)
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(pid)] = int(rest.rsplit(")", 1)[1].split()[1])
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Send the signal, wait for the process to end, and return the exit status."""
        self.process.send_signal(how)
        return self.process.wait(timeout=PATIENCE)


def alive(pids: set[int]) -> set[int]:
    """Those of the processes that still run; a zombie does not count."""
    living = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            living.add(pid)
    return living
