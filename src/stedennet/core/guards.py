"""A database guard that says no to a change, on SQLite and PostgreSQL: also to an UPDATE that no flow ever sees."""

from typing import Any

from django.db.migrations.operations import RunPython

EVENTS = ("INSERT", "UPDATE", "DELETE")


def refuse(table: str, event: str, *, name: str, when: str) -> RunPython:
    """A migration step: refuse an INSERT, UPDATE or DELETE of a row of `table` for which the SQL `when` holds.

    `when` speaks of OLD and NEW; write `{differs}` for "is not the same as, where nothing is the same as nothing". The
    database's error has `name` in it, so that a flow can say it in words. SQLite drops triggers when a migration
    rebuilds the table: add the step again there.
    """

    def add(apps: Any, schema_editor: Any) -> None:
        for sql in (
            _postgresql(table, event, name, when)
            if _is_postgresql(schema_editor)
            else [
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when.format(differs='IS NOT')} "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            ]
        ):
            schema_editor.execute(sql, params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        if _is_postgresql(schema_editor):
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION {name}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)

    return RunPython(add, remove)


def refuse_replacing(table: str, column: str, *, name: str) -> RunPython:
    """A migration step: on SQLite, refuse INSERT OR REPLACE, which takes a row away without asking a DELETE trigger.

    `column` is what makes a row the same row. PostgreSQL has no such statement, so there is nothing to do.
    """

    def add(apps: Any, schema_editor: Any) -> None:
        is_there = f"SELECT 1 FROM {table} WHERE {column} = NEW.{column}"  # noqa: S608
        sql = f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN EXISTS ({is_there}) "
        if not _is_postgresql(schema_editor):
            schema_editor.execute(f"{sql} BEGIN SELECT RAISE(ABORT, '{name}'); END", params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        if not _is_postgresql(schema_editor):
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)

    return RunPython(add, remove)


def lift(step: RunPython) -> RunPython:
    """The opposite of a `refuse` step: to put another in its place, or before a migration rebuilds its table."""
    if step.reverse_code is None:
        raise TypeError("only a step that can be undone can be lifted")
    return RunPython(step.reverse_code, step.code)


def _is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


def _postgresql(table: str, event: str, name: str, when: str) -> list[str]:
    condition = when.format(differs="IS DISTINCT FROM")
    row = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
