"""`stedennet index …`: the search index made anew, or how it is."""

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from . import health, shelves
from .engine import Broken
from .flows import indexing

index_app = typer.Typer(help="Look after the search index of this machine.", no_args_is_help=True)
console = Console()


@index_app.command()
def rebuild() -> None:
    """Make the index anew; the old one answers until the new one is whole."""
    with Progress(
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("reading", total=_expected())
        try:
            done = indexing.rebuild(
                lambda kind, done: bar.update(task, completed=done, description=f"{done} things, now: {kind}")
            )
        except Broken as error:
            console.print(f"The index could not be made: {error}. The old one stays in use.", style="red")
            raise typer.Exit(1) from error
    console.print(f"The index holds {done} things.")


@index_app.command()
def status() -> None:
    """How much the index holds, and what is wrong with it."""
    wrong = health.trouble()
    if wrong:
        console.print(f"Not in order: {wrong}. The worker mends it by itself.", style="red")
        raise typer.Exit(1)
    console.print(f"In order: {shelves.reader().size} things, up to line {shelves.position_of(shelves.current())}.")
    if health.advice():
        console.print(f"Searching by words only: {health.advice()}.", style="yellow")


def _expected() -> int | None:
    """About how much it will hold: as much as the one in use."""
    try:
        return shelves.reader().size
    except Broken:
        return None
