"""Lines of the log can be added only: triggers refuse to change or delete one, on SQLite and PostgreSQL."""

from django.db import migrations

SQLITE = [
    f"CREATE TRIGGER change_no_{event.lower()} BEFORE {event} ON changes_change "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for event in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    "CREATE FUNCTION changes_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON changes_change "
    "FOR EACH ROW EXECUTE FUNCTION changes_append_only()",
]


def guard(apps, schema_editor):
    for sql in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(sql, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER change_append_only ON changes_change", params=None)
        schema_editor.execute("DROP FUNCTION changes_append_only", params=None)
    else:
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER change_no_{event}", params=None)


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
