"""Doing what an import will do, and taking it all back: so a preview promises nothing that saving refuses."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from .errors import DomainError
from .import_plans import Plan, PlannedRow, mark_wrong


def dry_run_plan(plan: Plan, store: Callable[[PlannedRow], object]) -> Plan:
    """The plan, in which a row is wrong when `store` refuses it. Nothing stays stored.

    A plan that has problems already is given back as it is: those come first.
    """
    if plan.problems:
        return plan
    refused: dict[int, str] = {}
    with transaction.atomic():
        for row in plan.work:
            try:
                with transaction.atomic():
                    store(row)
            except DomainError as error:
                refused[id(row)] = error.message
        transaction.set_rollback(True)
    return replace(
        plan, rows=tuple(mark_wrong(one, refused[id(one)]) if id(one) in refused else one for one in plan.rows)
    )
