"""Database triggers that refuse a change, on SQLite and PostgreSQL, also for an UPDATE outside any flow."""

from django.db import models, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddField, RunPython
from django.db.migrations.state import ProjectState, StateApps

EVENTS = ("INSERT", "UPDATE", "DELETE")


class RunSchemaPython(RunPython):
    """Like RunPython, for functions that do not use `apps`: it gives them an empty one.

    Django builds all models anew for each RunPython, which was a third of the time that `migrate` takes on an empty
    database.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Call the function, unless a router keeps this app out of the database."""
        if router.allow_migrate(schema_editor.connection.alias, app_label, **self.hints):
            self.code(StateApps([], {}), schema_editor)


class AddColumn(AddField):
    """Like AddField, for a field with a constant `db_default`: SQLite adds the column, and the triggers stay.

    Django rebuilds a SQLite table for each new field that cannot be NULL.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Add the column as other databases do."""
        model: type[models.Model] = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            field: models.Field[object, object] = model._meta.get_field(self.name)  # type: ignore[assignment]
            BaseDatabaseSchemaEditor.add_field(schema_editor, model, field)


def refuse(table: str, event: str, *, name: str, when: str) -> RunPython:
    """A migration operation: refuse an INSERT, UPDATE or DELETE of a row of `table` for which the SQL `when` holds.

    `when` refers to OLD and NEW; write `{differs}` for a comparison in which NULL equals NULL. The database error
    contains `name`, so that a flow can translate it. SQLite drops triggers when a migration rebuilds the table: repeat
    the operation there.
    """

    def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for sql in (
            _postgresql(table, event, name, when)
            if _is_postgresql(schema_editor)
            else [
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when.format(differs='IS NOT')} "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            ]
        ):
            schema_editor.execute(sql, params=None)

    def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if _is_postgresql(schema_editor):
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION {name}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)

    return RunSchemaPython(add, remove)


def refuse_replacing(table: str, column: str, *, name: str) -> RunPython:
    """A migration operation: on SQLite, refuse INSERT OR REPLACE, which deletes a row without firing DELETE triggers.

    `column` identifies the row. PostgreSQL has no such statement, so nothing is needed there.
    """

    def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        is_there = f"SELECT 1 FROM {table} WHERE {column} = NEW.{column}"  # noqa: S608
        sql = f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN EXISTS ({is_there}) "
        if not _is_postgresql(schema_editor):
            schema_editor.execute(f"{sql} BEGIN SELECT RAISE(ABORT, '{name}'); END", params=None)

    def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if not _is_postgresql(schema_editor):
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)

    return RunSchemaPython(add, remove)


def lift(step: RunPython) -> RunPython:
    """The reverse of a `refuse` operation: to replace it, or before a migration rebuilds its table."""
    if step.reverse_code is None:
        raise TypeError("can only lift a reversible operation")
    return RunSchemaPython(step.reverse_code, step.code)


def _is_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


def _postgresql(table: str, event: str, name: str, when: str) -> list[str]:
    condition = when.format(differs="IS DISTINCT FROM")
    row = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
