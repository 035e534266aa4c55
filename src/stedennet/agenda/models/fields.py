"""Model fields of the agenda."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

SDGS = range(1, 18)
"""The United Nations' sustainable development goals are numbered 1 to 17."""


def check_sdgs(value: object) -> None:
    """Raise ValidationError unless `value` is a list of distinct numbers of goals."""
    if (
        not isinstance(value, list)
        or len(set(map(str, value))) != len(value)
        or any(goal not in SDGS for goal in value)
    ):
        raise ValidationError(_("Noem de doelen met hun nummer, van 1 tot en met 17, elk één keer."))


class SdgField(models.JSONField):
    """A list of numbers of sustainable development goals, such as [7, 11]."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs = {"default": list, "blank": True, "validators": [check_sdgs], "help_text": HELP, **kwargs}
        super().__init__(*args, **kwargs)


HELP = _("Nummers van de doelen van de Verenigde Naties, zoals [7, 11].")


Condition = tuple[str, tuple[str | int, ...]]
"""SQL with the parameters that belong to it."""


@SdgField.register_lookup
class HasGoal(models.Lookup):  # type: ignore[type-arg]
    """Whether a list of goals holds one number: `sdgs__has_goal=7`."""

    lookup_name = "has_goal"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Condition:
        """The condition for SQLite, which reads a list as a table."""
        column, parameters = self.process_lhs(compiler, connection)
        condition = f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = %s)"  # noqa: S608
        return condition, (*parameters, int(self.rhs))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Condition:
        """The condition for PostgreSQL, in which a list contains its members."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} @> %s::jsonb", (*parameters, str(int(self.rhs)))
