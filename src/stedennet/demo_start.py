"""Starts the demo: prepares var/, then runs the web server and the worker until it is stopped."""

import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import typer

from stedennet.serving.processes import PortInUse, build_serving_command, end_with_parent, open_listener

STOP_WITHIN = 8.0
"""Seconds that a process gets to finish before it is killed."""


def start_demo(port: int, *, worker_command: list[str]) -> None:
    """Prepare the database, load the content and serve until Ctrl-C, SIGTERM, or until one of the processes ends.

    `worker_command` starts the worker. Raises typer.Exit when the port is in use.
    """
    try:
        open_listener("127.0.0.1", port, 1).close()
    except PortInUse:
        typer.echo(f"Port {port} is in use. Choose another: PORT=8123 make demo", err=True)
        raise typer.Exit(1) from None
    prepare_site(port)
    _supervise_processes(port, worker_command)


def prepare_site(port: int) -> None:
    """Make the database, the static files and, the first time, the content; sets the environment of the demo."""
    os.environ.update(_build_environment(port))
    _fill_site()


def _build_environment(port: int) -> dict[str, str]:
    var = Path(os.environ.get("STEDENNET_VAR_DIR", "var")).resolve()
    var.mkdir(parents=True, exist_ok=True)
    return {
        "STEDENNET_DEMO": "1",
        "STEDENNET_HTTPS": "0",
        "STEDENNET_PUBLIC_MAIL_GRACE_MINUTES": "0",
        "STEDENNET_FEDIVERSE": "1",
        "STEDENNET_SECRET_KEY": _load_secret_key(var / "demo.key"),
        "STEDENNET_SITE_URL": f"http://localhost:{port}",
        "STEDENNET_VAR_DIR": str(var),
        "STEDENNET_LOG_LEVEL": os.environ.get("STEDENNET_LOG_LEVEL", "WARNING"),
        "DJANGO_SETTINGS_MODULE": "stedennet.config.settings",
    }


def _load_secret_key(file: Path) -> str:
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_urlsafe(50))
    return file.read_text()


def _fill_site() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from stedennet.demo import loader

    typer.echo("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    typer.echo("Collecting styles and scripts …")
    call_command("collectstatic", interactive=False, verbosity=0)
    if loader.is_loaded():
        typer.echo("The content is already loaded.")
    else:
        typer.echo("Loading the demo content …")
        with mute_security_log():
            loader.load_demo(typer.echo)


@contextmanager
def mute_security_log() -> Iterator[None]:
    """Keep the events of the demo's own loader off the console; they stand in the security log all the same."""
    logger = logging.getLogger("stedennet.security")
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = False


def _supervise_processes(port: int, worker_command: list[str]) -> None:
    server_command = [*build_serving_command("127.0.0.1", port, 1), "--log-level", "warning"]
    children = [
        subprocess.Popen(command, preexec_fn=partial(end_with_parent, os.getpid()), start_new_session=True)  # noqa: S603
        for command in (server_command, worker_command)
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _print_welcome(port)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        typer.echo("A process ended unexpectedly; stopping.", err=True)
    except KeyboardInterrupt:
        typer.echo("\nStopping …")
    finally:
        _stop_processes(children)


def _stop_processes(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        child.terminate()
    end = time.monotonic() + STOP_WITHIN
    for child in children:
        try:
            child.wait(timeout=max(end - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _print_welcome(port: int) -> None:
    from stedennet.demo.accounts import DEMO_ACCOUNTS

    typer.echo(f"\nStedennet answers at  http://localhost:{port}/")
    typer.echo(f"The admin is at       http://localhost:{port}/beheer/\n")
    for account in DEMO_ACCOUNTS:
        typer.echo(f"  {account.email:<32} {account.password}   {account.what}")
    typer.echo("\nMail is written to var/mail/. Stop with Ctrl-C.\n")
