"""`stedennet security-log …`: check the chain of the security log."""

from typing import Annotated

import typer

from .flows.chain import check_security_log
from .models import SecurityEvent

log_app = typer.Typer(help="Look after the security log.", no_args_is_help=True)


@log_app.callback()
def security_log() -> None:
    """Look after the security log."""


@log_app.command()
def check(
    expect: Annotated[
        str, typer.Option(help="NUMBER:HASH of an event as it stands in a log line kept elsewhere.")
    ] = "",
) -> None:
    """Check every event against the chain of hashes; ends with 1 and names the first broken one."""
    number, _, hash_ = expect.partition(":")
    if expect and not (number.isdecimal() and hash_):
        raise typer.BadParameter("write NUMBER:HASH", param_hint="--expect")
    found = check_security_log(expected=(int(number), hash_) if expect else None)
    if found:
        typer.echo(f"event {found.number} is broken: {found.reason}", err=True)
        raise typer.Exit(1)
    last = SecurityEvent.objects.latest_first().first()
    total = SecurityEvent.objects.count()
    typer.echo(
        f"{total} events, all as they were written" + (f"; the last is {last.number}:{last.hash}" if last else "")
    )
