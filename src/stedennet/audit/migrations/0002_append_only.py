"""Events can be added only; triggers refuse the rest on SQLite and PostgreSQL. What was pruned may go, from the old end."""

from django.db import migrations

from stedennet.core.guards import refuse

EVENTS, ANCHORS = "audit_securityevent", "audit_pruneanchor"


class NoReplace(migrations.RunPython):
    """SQLite deletes the old row of INSERT OR REPLACE without asking the DELETE trigger; this refuses it before."""

    def __init__(self, table, column, name):
        def guard(apps, schema_editor):
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE INSERT ON {table} "
                    f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column}) "
                    f"BEGIN SELECT RAISE(ABORT, '{name}'); END",
                    params=None,
                )

        def unguard(apps, schema_editor):
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(f"DROP TRIGGER {name}", params=None)

        super().__init__(guard, unguard)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        refuse(EVENTS, "UPDATE", name="security_event_stays", when="1 = 1"),
        refuse(
            EVENTS,
            "DELETE",
            name="security_event_kept_until_pruned",
            when=f"OLD.number > COALESCE((SELECT MAX(through) FROM {ANCHORS}), 0)",
        ),
        refuse(
            ANCHORS,
            "INSERT",
            name="security_anchor_is_an_event",
            when=f"NOT EXISTS (SELECT 1 FROM {EVENTS} e WHERE e.number = NEW.through AND e.hash = NEW.hash)",
        ),
        refuse(ANCHORS, "UPDATE", name="security_anchor_stays", when="1 = 1"),
        refuse(ANCHORS, "DELETE", name="security_anchor_not_removed", when="1 = 1"),
        NoReplace(EVENTS, "number", "security_event_no_replace"),
        NoReplace(ANCHORS, "through", "security_anchor_no_replace"),
    ]
