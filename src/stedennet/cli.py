"""The `stedennet` command. Django is imported inside the commands, so that `--help` answers at once."""

import os
import sys
import threading
from typing import Annotated

import typer

from stedennet.setup.command import setup

app = typer.Typer(
    help="Stedennet: a network of cities runs one shared strategy.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # Pretty tracebacks show the values of all local variables, including secrets.
)
app.command()(setup)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedennet.config.settings")


def _set_up_django() -> None:
    import django

    make_var_folder()
    django.setup()


def make_var_folder() -> None:
    """Create the folder for all data of the site if needed. Raises typer.Exit when that is impossible."""
    from stedennet.config.env import env
    from stedennet.setup.checks import check_folder

    if problem := check_folder(str(env.var_dir)):
        typer.echo(f"stedennet: {problem}", err=True)
        raise typer.Exit(1)


@app.command()
def demo(port: Annotated[int, typer.Option(envvar="PORT", help="The port to listen on.")] = 8000) -> None:
    """Start the site with real content in var/, for a first look."""
    from stedennet import demo_start

    demo_start.start_demo(port, worker_command=[sys.executable, "-m", "stedennet.cli", "work"])


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT")] = 8000,
    workers: int = 2,
) -> None:
    """Serve the site in production; refuses to start with unsafe settings."""
    from stedennet.config.env import env
    from stedennet.config.safety import find_unsafe_settings
    from stedennet.serving.processes import build_serving_command

    problems = [*find_unsafe_settings(env), *_find_port_problems(host, port)]
    problems = problems or _find_migration_problems() or _find_store_problems()
    _exit_on_problems(problems)
    _collect_static()
    command = build_serving_command(host, port, workers)
    os.execv(command[0], command)  # noqa: S606


def _exit_on_problems(problems: list[str]) -> None:
    for problem in problems:
        typer.echo(f"stedennet will not start: {problem}", err=True)
    if problems:
        raise typer.Exit(1)


def _find_port_problems(host: str, port: int) -> list[str]:
    from stedennet.serving.processes import PortInUse, open_listener

    try:
        open_listener(host, port, 1).close()
    except PortInUse as error:
        return [f"{error}. Stop the process that uses it, or choose another --port."]
    return []


def _find_migration_problems() -> list[str]:
    _set_up_django()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [f"cannot reach the database ({error}). Check STEDENNET_DATABASE_URL and STEDENNET_VAR_DIR."]
    if plan:
        return [f"{len(plan)} migrations are not applied. Make a backup, then run: stedennet manage migrate"]
    return []


def _find_store_problems() -> list[str]:
    from stedennet.limits.redis_cache import find_store_problem

    problem, is_final = find_store_problem()
    if problem and not is_final:  # Pages work without it, so an outage there does not keep the site away.
        typer.echo(f"stedennet: {problem}", err=True)
    return [problem] if is_final else []


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


@app.command()
def work() -> None:
    """Run the worker: mail, periodic jobs and tasks. Ctrl-C or SIGTERM stops it after its current job."""
    from stedennet.config.env import env
    from stedennet.config.safety import find_unsafe_settings

    if not (env.demo or env.debug):
        _exit_on_problems(find_unsafe_settings(env))
    _set_up_django()
    from stedennet.worker import loop
    from stedennet.worker.shutdown import stop_on_signals

    stop = threading.Event()
    stop_on_signals(stop)
    loop.run_worker(stop)


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
def manage(context: typer.Context) -> None:
    """Run a Django management command, such as `stedennet manage migrate`."""
    from django.core.management import execute_from_command_line

    make_var_folder()
    execute_from_command_line(["stedennet manage", *context.args])


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
def load(context: typer.Context) -> None:
    """Load a CSV file of the register, such as municipalities or themes; `--dry-run` stores nothing."""
    _set_up_django()
    from stedennet.network.load_cli import load_app

    load_app(args=context.args, prog_name="stedennet load")


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
def index(context: typer.Context) -> None:
    """Manage the search index: `stedennet index rebuild` or `stedennet index status`."""
    _set_up_django()
    from stedennet.search.index_cli import index_app

    index_app(args=context.args, prog_name="stedennet index")


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
def rights(context: typer.Context) -> None:
    """Give or withdraw a role or representation, for the first accounts: `stedennet rights grant-role …`."""
    _set_up_django()
    from stedennet.network.rights_cli import rights_app

    rights_app(args=context.args, prog_name="stedennet rights")


@app.command(name="encrypt-factors")
def encrypt_factors() -> None:
    """Encrypt all second factors with the current secret key: once after an update, and after changing the key."""
    _set_up_django()
    from stedennet.accounts import factors

    encrypted, unreadable = factors.encrypt_factors()
    typer.echo(f"{encrypted} factors were re-encrypted")
    if unreadable:
        typer.echo(f"{unreadable} cannot be decrypted: add the former key to STEDENNET_SECRET_KEY_FALLBACKS", err=True)
        raise typer.Exit(1)


@app.command(name="reset-factor")
def reset_factor(email: str) -> None:
    """Remove a lost second factor, where there are too few administrators to do it together on the site."""
    _set_up_django()
    from stedennet.accounts import factor_resets
    from stedennet.accounts.models import User, normalise_email
    from stedennet.core.access import SYSTEM

    person = User.objects.filter(email=normalise_email(email)).first()
    if person is None:
        typer.echo("there is no account with this address", err=True)
        raise typer.Exit(1)
    factor_resets.reset_factor(person, by=SYSTEM)
    typer.echo("done; the person gets a mail and sets up a new factor")


@app.command(
    name="security-log",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
def security_log(context: typer.Context) -> None:
    """Verify the security log: `stedennet security-log check`."""
    _set_up_django()
    from stedennet.audit.log_cli import log_app

    log_app(args=context.args, prog_name="stedennet security-log")


@app.command()
def bounces(to: Annotated[str, typer.Option(help="The address to which the mail was delivered.")] = "") -> None:
    """Process one bounced mail from standard input, as the pipe of a mail server.

    The exit status is 0, or 75 when the database does not answer and the mail server must try again later.
    """
    _set_up_django()
    from django.db import DatabaseError

    from stedennet.mailing.flows.bounces import read_bounce

    try:
        bounce = read_bounce(sys.stdin.buffer.read(), to=to)
    except DatabaseError as error:
        typer.echo(f"stedennet bounces: {error}", err=True)
        raise typer.Exit(75) from None  # EX_TEMPFAIL: the mail server keeps the mail.
    typer.echo(bounce.get_kind_display() if bounce else "not about a mail of this site")


@app.command()
def replies(to: Annotated[str, typer.Option(help="The address to which the mail was delivered.")] = "") -> None:
    """Process one answer to a notification from standard input, as the pipe of a mail server.

    The exit status is 0, or 75 when the database does not answer and the mail server must try again later.
    """
    _set_up_django()
    from django.db import DatabaseError

    from stedennet.mailing.flows.replies import receive_reply
    from stedennet.mailing.rules.replies import MAX_BYTES

    try:
        receipt = receive_reply(sys.stdin.buffer.read(MAX_BYTES + 1), to=to)
    except DatabaseError as error:
        typer.echo(f"stedennet replies: {error}", err=True)
        raise typer.Exit(75) from None  # EX_TEMPFAIL: the mail server keeps the mail.
    typer.echo(receipt.value)


@app.command()
def erase(address: Annotated[str, typer.Argument(help="The e-mail address of the person to forget.")]) -> None:
    """Remove a person without an account from every table. Somebody with an account deletes the account instead."""
    _set_up_django()
    from stedennet.accounts.flows import erase_address
    from stedennet.core.access import SYSTEM
    from stedennet.core.errors import DomainError

    try:
        typer.echo(f"{erase_address(address, by=SYSTEM)} rows changed")
    except DomainError as error:
        typer.echo(f"stedennet erase: {error.message}", err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app()
