"""Tasks wait in the database, and the worker runs them."""

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stedennet.worker.loop import JobSchedule, run_tasks
from stedennet.worker.models import Heartbeat

from .tasks import fail, take_note, take_note_first

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.usefixtures("committing")]


def noted() -> list[str]:
    return list(Heartbeat.objects.order_by("id").values_list("name", flat=True))


def test_a_task_waits_for_the_worker():
    take_note.enqueue("a")
    assert noted() == []
    run_tasks()
    assert noted() == ["a"]


def test_a_task_runs_once():
    take_note.enqueue("a")
    run_tasks()
    run_tasks()
    assert noted() == ["a"]


def test_every_round_runs_tasks():
    rounds = JobSchedule()
    rounds.once(0.0)
    take_note.enqueue("a")
    rounds.once(0.1)
    assert "a" in noted()


def test_tasks_run_by_weight_and_then_in_the_order_of_asking():
    take_note.enqueue("a")
    take_note.enqueue("b")
    take_note_first.enqueue("urgent")
    run_tasks()
    assert noted() == ["urgent", "a", "b"]


def test_a_task_that_fails_is_kept_and_does_not_stop_the_next():
    failed = fail.enqueue()
    take_note.enqueue("a")
    run_tasks()
    row = DBTaskResult.objects.get(pk=failed.id)
    assert (row.status, row.exception_class_path) == (TaskResultStatus.FAILED, "builtins.ArithmeticError")
    assert noted() == ["a"]


def test_a_task_of_a_change_that_is_rolled_back_never_runs():
    with transaction.atomic():
        take_note.enqueue("a")
        transaction.set_rollback(True)
    run_tasks()
    assert noted() == []
