"""The real `stedennet serve`, and the proxies of deploy/ before it, as processes of their own."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests import prepared
from tests.demo.demo_process import alive, free_port, wait_until

from .attackers import get

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "STEDENNET_SECRET_KEY": "x" * 50,
    "STEDENNET_HTTPS": "0",
    "STEDENNET_ALLOWED_HOSTS": '["localhost", "127.0.0.1", "www.stad.nl"]',
    "STEDENNET_SITE_URL": "https://www.stad.nl",
    "STEDENNET_OFFICE_EMAIL": "bureau@stad.nl",
    "STEDENNET_FROM_EMAIL": "Stad <bericht@stad.nl>",
    "STEDENNET_TRUSTED_PROXIES": "1",
    "STEDENNET_LOG_LEVEL": "WARNING",
}


class Program:
    """A process that answers on `port`, with all that it starts."""

    def __init__(self, command: list[str], folder: Path, port: int, **environment: str) -> None:
        self.folder, self.port = folder, port
        self.log = folder / f"{Path(command[0]).name}-{port}.log"
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("STEDENNET_", "DJANGO_"))}
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                command, env={**kept, **environment}, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )

    def wait_until_it_answers(self, host: str = "localhost") -> "Program":
        """Come back when it answers, or fail with what it said."""
        wait_until(lambda: self._answers(host) or self.process.poll() is not None, "the program to answer")
        assert self.process.poll() is None, self.log.read_text()
        return self

    def _answers(self, host: str) -> bool:
        with suppress(OSError):
            return b" 200 " in get(self.port, "/livez", host=host)[:20]
        return False

    @property
    def workers(self) -> set[int]:
        """The processes that it started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(pid) for pid in children.read_text().split()}

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def end(self) -> None:
        """Whatever happened: nothing is left."""
        family = alive({self.process.pid, *(self.workers if self.process.poll() is None else ())})
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def serve(var: Path, *, port: int = 0, workers: int = 1, **settings: str) -> Program:
    """`stedennet serve` on an empty site in `var`."""
    var.mkdir(parents=True, exist_ok=True)
    if not (var / "stedennet.sqlite3").exists():
        shutil.copyfile(prepared.file(), var / "stedennet.sqlite3")
    port = port or free_port()
    command = [sys.executable, "-m", "stedennet.cli", "serve", "--port", str(port), "--workers", str(workers)]
    return Program(command, var.parent, port, STEDENNET_VAR_DIR=str(var), **{**SETTINGS, **settings})


def nginx(folder: Path, upstream: int) -> Program:
    """nginx with deploy/nginx.conf, on other ports and without a certificate."""
    port, other = free_port(), free_port()
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for pattern, replacement in {
        r"listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        r"listen 443 ssl default_server;": f"listen 127.0.0.1:{port} default_server;",
        r"listen 80( default_server)?;": rf"listen 127.0.0.1:{other}\1;",
        r"server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        r"www\.example\.org": "www.stad.nl",
        r" *ssl_\w+ .*;\n": "",
    }.items():
        site, found = re.subn(pattern, replacement, site)
        assert found, f"deploy/nginx.conf has no {pattern}"
    main = folder / "nginx.conf"
    # Started by root it would become nobody, who may not write in the folder of a test.
    user = "user root;" if os.geteuid() == 0 else ""
    main.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; {_temporary(folder)}\n{site} }}\n"
    )
    return Program([find_installed("nginx"), "-c", str(main), "-p", str(folder)], folder, port)


def _temporary(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def caddy(folder: Path, upstream: int) -> Program:
    """Caddy with deploy/Caddyfile, over HTTP."""
    port = free_port()
    command = [
        find_installed("caddy"),
        "run",
        "--config",
        str(ROOT / "deploy" / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]
    return Program(
        command,
        folder,
        port,
        HOME=str(folder),
        XDG_DATA_HOME=str(folder),
        XDG_CONFIG_HOME=str(folder),
        STEDENNET_CADDY_ADMIN="off",
        STEDENNET_CADDY_SITE=f"http://www.stad.nl:{port}",
        STEDENNET_CADDY_UPSTREAM=f"127.0.0.1:{upstream}",
    )


def find_installed(name: str) -> str:
    """The path of a program that `make test` installs."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    assert found, f"{name} is not installed: sh tests/security/proxies.sh installs it, as `make test` does"
    return found
