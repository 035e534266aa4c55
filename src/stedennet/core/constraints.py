"""A constraint that Django does not offer on SQLite: dated rows about the same subject must not overlap.

PostgreSQL has exclusion constraints for this; on SQLite two triggers do the same (docs/decisions/0005).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

from stedennet.core.guards import RunSchemaPython

_PERIODS = (
    "COALESCE(o.begins_on, '0001-01-01') < COALESCE(NEW.ends_on, '9999-12-31') AND "
    "COALESCE(NEW.begins_on, '0001-01-01') < COALESCE(o.ends_on, '9999-12-31')"
)


def no_overlap(table: str, *, name: str, same: list[str], where: str = "") -> RunPython:
    """A migration operation: rows of `table` that agree on columns `same` must not overlap in [begins_on, ends_on).

    `where` limits it to rows that meet one SQL condition, which starts with a column: "role = 'lead'". A period
    without a begin or an end is unbounded on that side.
    """

    def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for sql in (
            _postgresql(table, name, same, where)
            if _is_postgresql(schema_editor)
            else _sqlite(table, name, same, where)
        ):
            schema_editor.execute(sql)

    def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if _is_postgresql(schema_editor):
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        else:
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {name}_{event}")

    return RunSchemaPython(add, remove)


def _is_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


def _postgresql(table: str, name: str, same: list[str], where: str) -> list[str]:
    equal = ", ".join(f"{column} WITH =" for column in same)
    condition = f" WHERE ({where})" if where else ""
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist "
        f"({equal}, daterange(begins_on, ends_on) WITH &&){condition}",
    ]


def _sqlite(table: str, name: str, same: list[str], where: str) -> list[str]:
    equal = " AND ".join(f"o.{column} = NEW.{column}" for column in same)
    new_condition, old_condition = (f" AND NEW.{where}", f" AND o.{where}") if where else ("", "")
    return [
        f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} WHEN EXISTS ("
        f"SELECT 1 FROM {table} o WHERE o.id IS NOT NEW.id AND {equal} AND {_PERIODS}{old_condition}){new_condition} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        for event in ("INSERT", "UPDATE")
    ]
