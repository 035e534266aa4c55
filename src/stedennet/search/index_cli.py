"""`stedennet index …`: rebuild the search index, or show its status."""

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from . import health, index_store
from .engine import BrokenIndex
from .flows import index_updates

index_app = typer.Typer(help="Manage the search index of this machine.", no_args_is_help=True)
console = Console()


@index_app.command()
def rebuild() -> None:
    """Rebuild the index; the old one stays in use until the new one is complete."""
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
            total = index_updates.rebuild_index(
                lambda kind, done: bar.update(task, completed=done, description=f"{done} items, now: {kind}")
            )
        except BrokenIndex as error:
            console.print(f"The index could not be rebuilt: {error}. The old one stays in use.", style="red")
            raise typer.Exit(1) from error
    console.print(f"The index holds {total} items.")


@index_app.command()
def status() -> None:
    """Show the size of the index, or what is wrong with it."""
    problem = health.find_index_problem()
    if problem:
        console.print(f"Not in order: {problem}. The worker repairs it by itself.", style="red")
        raise typer.Exit(1)
    size, position = index_store.open_reader().size, index_store.position_of(index_store.find_current_index())
    console.print(f"In order: {size} items, up to line {position} of the log.")
    if health.find_advice():
        console.print(f"Searching by words only: {health.find_advice()}.", style="yellow")


def _estimate_size() -> int | None:
    """Estimate the size of the new index by that of the one in use; None when there is none."""
    try:
        return index_store.open_reader().size
    except BrokenIndex:
        return None
