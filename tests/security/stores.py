"""A real Redis server on this machine, for the tests of limits that are not in the database."""

import subprocess
from contextlib import suppress
from pathlib import Path

import redis

from tests.demo.demo_process import free_port, wait_until

from .sites import find_installed


class Store:
    """A Redis server with nothing in it and nothing on disk; it can be stopped and started again."""

    def __init__(self, folder: Path, **options: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis(port=self.port)
        self.start(**options)

    def start(self, **options: str) -> None:
        """Start it with these options, such as maxmemory="4mb", and come back when it answers."""
        options = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "dir": str(self.folder), **options}
        words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
        with (self.folder / "redis.log").open("a") as out:
            self.process = subprocess.Popen([find_installed("redis-server"), *words], stdout=out, stderr=out)
        wait_until(self._answers, "Redis to answer")

    def stop(self) -> None:
        """End it, as an outage would."""
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        with suppress(redis.ConnectionError):
            return bool(self.client.ping())
        return False
