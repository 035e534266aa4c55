"""`stedennet load …`: load the register from CSV files, with a report that says what to correct."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation
from rich.console import Console
from rich.progress import Progress

from stedennet.core.access import SYSTEM

from .csv_loader import REGISTER_FILES, LoadReport, load_all, load_file

load_app = typer.Typer(help="Load a CSV file into the register: all rows or none.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A CSV file, with a line of column names.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what would change and store nothing.")]
console = Console()


@load_app.command()
def municipalities(file: File, dry_run: DryRun = False) -> None:
    """Municipalities: code, name, tooi_uri, province_code, begins_on, ends_on, successor_code, population, …"""
    _run_load("municipalities", file, dry_run)


@load_app.command()
def organisations(file: File, dry_run: DryRun = False) -> None:
    """Other organisations: slug, name, kind, short_name, code, tooi_uri, municipality_code, website, description."""
    _run_load("organisations", file, dry_run)


@load_app.command()
def themes(file: File, dry_run: DryRun = False) -> None:
    """Themes: scheme, slug, name, name_en, summary, description, colour, icon, position."""
    _run_load("themes", file, dry_run)


@load_app.command()
def groups(file: File, dry_run: DryRun = False) -> None:
    """Groups of organisations: slug, name, …"""
    _run_load("groups", file, dry_run)


@load_app.command()
def memberships(file: File, dry_run: DryRun = False) -> None:
    """Members of groups: group, organisation_code, begins_on, ends_on, source_url."""
    _run_load("memberships", file, dry_run)


@load_app.command()
def participation(file: File, dry_run: DryRun = False) -> None:
    """Steps in the broadening: organisation_code, step, on, …"""
    _run_load("participation", file, dry_run)


@load_app.command()
def schemes(file: File, dry_run: DryRun = False) -> None:
    """Theme schemes, which come before themes: slug, name, name_en, group, position, description, begins_on, …"""
    _run_load("schemes", file, dry_run)


@load_app.command()
def links(file: File, dry_run: DryRun = False) -> None:
    """Relations between themes of two schemes: theme_a, theme_b, kind, note, …"""
    _run_load("links", file, dry_run)


@load_app.command()
def roles(file: File, dry_run: DryRun = False) -> None:
    """Leads, participants and followers of themes: theme, organisation_code, role, begins_on, …"""
    _run_load("roles", file, dry_run)


@load_app.command(name="all")
def everything(
    folder: Annotated[Path, typer.Argument(help="A folder with files of these names.", exists=True, file_okay=False)],
) -> None:
    """All files of a folder, in the order in which they refer to each other: provinces.csv, municipalities.csv, …"""
    with translation.override("en"):
        is_any_loaded = False
        for name, report in load_all(folder, by=SYSTEM):
            is_any_loaded = True
            _print_line(name)
            print_report(report, folder / name, dry_run=False)
            if report.refused:
                raise typer.Exit(1)
        if not is_any_loaded:
            _print_line(f"{folder} has none of these files: {', '.join(REGISTER_FILES)}")
            raise typer.Exit(1)


def _run_load(kind: str, file: Path, dry_run: bool) -> None:
    # The command speaks English; without this the reasons would be in the language of the site.
    with translation.override("en"):
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(file.name, total=None)
            report = load_file(
                kind,
                file,
                dry_run=dry_run,
                by=SYSTEM,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        print_report(report, file, dry_run=dry_run)
    if report.refused:
        raise typer.Exit(1)


def print_report(report: LoadReport, file: Path, *, dry_run: bool) -> None:
    """Print the added and changed names, the number of unchanged rows, and the refusals."""
    for refusal in report.refused:
        position = f"line {refusal.line}" if refusal.line else str(file)
        column = f", column {refusal.column}" if refusal.column else ""
        _print_line(f"refused   {position}{column}: {refusal.reason}")
    if report.refused:
        if report.refused[0].line:
            _print_line("Nothing was stored. Correct these lines and load the file again.")
        return
    for word, names in (("added", report.added), ("changed", report.changed)):
        for name in names[:20]:
            _print_line(f"{word:<9} {name}")
        if len(names) > 20:
            _print_line(f"          … and {len(names) - 20} more")
    total = f"{len(report.added)} added, {len(report.changed)} changed, {report.left_alone} left alone"
    _print_line(f"{'Dry run, nothing stored: ' if dry_run else ''}{total}")


def _print_line(line: str) -> None:
    # Text from the file is printed literally: no [markup], no :emoji:, not cut at the width of the window.
    console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)
