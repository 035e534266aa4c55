"""SQLite deletes the old row of INSERT OR REPLACE without asking the DELETE trigger; this one refuses it before."""

from django.db import migrations


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER change_no_replace BEFORE INSERT ON changes_change "
            "WHEN EXISTS (SELECT 1 FROM changes_change WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
            params=None,
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER change_no_replace", params=None)


class Migration(migrations.Migration):
    dependencies = [("changes", "0002_append_only")]
    operations = [migrations.RunPython(guard, unguard)]
