"""Tasks for the tests: the worker finds a task by the path of its function."""

from django_tasks import task

from stedennet.worker.models import Heartbeat


@task()
def take_note(name: str) -> None:
    """Leave a trace in the database."""
    Heartbeat.objects.create(name=name, at="2026-01-01T00:00:00Z")


@task()
def fail() -> None:
    """Go wrong."""
    raise ArithmeticError


@task(queue_name="default", priority=5)
def take_note_first(name: str) -> None:
    """Leave a trace, before others."""
    take_note.call(name)
