"""`stedennet index …`: the search index made anew, or how it is."""

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from . import health, index_store
from .engine import BrokenIndex
from .flows import index_updates

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
        task = bar.add_task("reading", total=_estimate_size())
        try:
            done = index_updates.rebuild_index(
                lambda kind, done: bar.update(task, completed=done, description=f"{done} things, now: {kind}")
            )
        except BrokenIndex as error:
            console.print(f"The index could not be made: {error}. The old one stays in use.", style="red")
            raise typer.Exit(1) from error
    console.print(f"The index holds {done} things.")


@index_app.command()
def status() -> None:
    """How much the index holds, and what is wrong with it."""
    wrong = health.find_index_problem()
    if wrong:
        console.print(f"Not in order: {wrong}. The worker mends it by itself.", style="red")
        raise typer.Exit(1)
    size, position = index_store.open_reader().size, index_store.position_of(index_store.find_current_index())
    console.print(f"In order: {size} things, up to line {position}.")
    if health.find_advice():
        console.print(f"Searching by words only: {health.find_advice()}.", style="yellow")


def _estimate_size() -> int | None:
    """About how much it will hold: as much as the one in use."""
    try:
        return index_store.open_reader().size
    except BrokenIndex:
        return None
