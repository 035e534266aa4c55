"""Carries out an import and rolls it back, so that a preview promises nothing that saving would refuse."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from .errors import DomainError
from .import_plans import Plan, PlannedRow, mark_wrong


def dry_run_plan(plan: Plan, store: Callable[[PlannedRow], object]) -> Plan:
    """The plan, in which the rows that `store` refuses are marked as wrong. Nothing stays stored.

    A plan that already has problems is returned unchanged: those come first.
    """
    if plan.problems:
        return plan
    problems: dict[int, str] = {}
    with transaction.atomic():
        for row in plan.work:
            try:
                with transaction.atomic():
                    store(row)
            except DomainError as error:
                problems[id(row)] = error.message
        transaction.set_rollback(True)
    return replace(
        plan, rows=tuple(mark_wrong(row, problems[id(row)]) if id(row) in problems else row for row in plan.rows)
    )
