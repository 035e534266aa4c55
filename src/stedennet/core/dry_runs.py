"""Carries out the plan of an import. A dry run rolls it back: a preview promises nothing that saving refuses."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from .errors import DomainError, Refused
from .import_plans import Plan, PlannedRow, format_at_row, format_refusal, mark_wrong


def store_plan(plan: Plan, store: Callable[[PlannedRow], object]) -> int:
    """Store every row that changes something, within the caller's transaction; returns how many.

    Raises Refused with the first rows that are stale or wrong, or with the row that `store` refuses.
    """
    if plan.problems:
        raise Refused(format_refusal(plan.problems))
    for row in plan.work:
        try:
            store(row)
        except DomainError as error:
            raise Refused(
                _("Er is niets opgeslagen. %(rows)s") % {"rows": format_at_row(row, error.message)}
            ) from error
    return len(plan.work)


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
