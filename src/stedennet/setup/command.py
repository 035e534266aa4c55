"""The command itself: ask, check, store, run the steps."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from . import answers as setup_answers
from .checks import check_folder, check_mail_server


def setup(
    site_url: Annotated[str | None, typer.Option(help="The address that readers type.")] = None,
    network_name: Annotated[str | None, typer.Option(help="The name at the top of each page.")] = None,
    office_email: Annotated[str | None, typer.Option(help="The programme office.")] = None,
    from_email: Annotated[str | None, typer.Option(help="Sender of all mail.")] = None,
    email_url: Annotated[str | None, typer.Option(help="smtp://user:password@host:587; empty: files.")] = None,
    var_dir: Annotated[str | None, typer.Option(help="Folder for everything that changes.")] = None,
    database_url: Annotated[str | None, typer.Option(help="postgres://…; empty: SQLite in that folder.")] = None,
    admin_email: Annotated[str | None, typer.Option(help="The first administrator.")] = None,
    admin_password: Annotated[str, typer.Option(envvar="STEDENNET_ADMIN_PASSWORD", help="Empty: a link.")] = "",
    registers: Annotated[Path | None, typer.Option(help="A folder with your own CSV files.")] = None,
    env_file: Annotated[Path, typer.Option(help="Where the settings are kept.")] = Path("stedennet.env"),
) -> None:
    """Ask what a site needs, check it, and make it ready: settings, tables, registers, the first administrator."""
    given = {
        "SITE_URL": site_url,
        "NETWORK_NAME": network_name,
        "OFFICE_EMAIL": office_email,
        "FROM_EMAIL": from_email,
        "EMAIL_URL": email_url,
        "VAR_DIR": str(Path(var_dir).resolve()) if var_dir else None,
        "DATABASE_URL": database_url,
    }
    ask = _ask_user if sys.stdin.isatty() else None
    try:
        answers = setup_answers.gather_answers(given, setup_answers.read_answers(env_file), ask)
        admin = admin_email or (ask and ask("The first administrator's mail address", "")) or answers["OFFICE_EMAIL"]
        _exit_with(_find_problems(answers))
        setup_answers.write_answers(env_file, answers)
    except (setup_answers.Unanswered, ValueError, OSError) as error:
        _exit_with([str(error)])
    typer.echo(f"The settings stand in {env_file}, which only this user can read.")
    _run_steps(registers, admin, admin_password)
    if not answers["EMAIL_URL"]:
        typer.echo(f"Mails become files in {answers['VAR_DIR']}/mail until --email-url names a mail server.")
    typer.echo(
        f"Ready. Start it: set -a; . {env_file.resolve()}; set +a; stedennet serve; and beside it: stedennet work"
    )


def _find_problems(answers: Mapping[str, str]) -> list[str]:
    os.environ.update({setup_answers.PREFIX + name: value for name, value in answers.items()})
    # Imported only now, because the settings come from the environment.
    from stedennet.config.env import env
    from stedennet.config.safety import find_unsafe_settings

    problems = [*find_unsafe_settings(env), check_folder(answers["VAR_DIR"]), check_mail_server(answers["EMAIL_URL"])]
    if not answers["SITE_URL"].startswith(("https://", "http://")):
        problems.append("the site's address must begin with https://")
    return [problem for problem in problems if problem]


def _run_steps(registers: Path | None, admin: str, password: str) -> None:
    import django

    django.setup()
    from django.utils import translation

    from . import steps

    try:
        with translation.override("en"):
            steps.make_tables(typer.echo)
            steps.load_registers(registers, typer.echo)
            steps.make_administrator(admin, password, typer.echo)
    except steps.StepFailed as error:
        _exit_with([str(error)])


def _ask_user(words: str, preset: str | None) -> str:
    answer = ""
    while not answer.strip():  # A question without a suggestion is asked again.
        answer = str(typer.prompt(words, default=preset))
        if preset is not None:
            return answer
    return answer


def _exit_with(problems: list[str]) -> None:
    for problem in problems:
        typer.echo(f"stedennet setup: {problem}", err=True)
    if problems:
        raise typer.Exit(1)
