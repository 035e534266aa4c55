"""A call that is true names no organisation and no initiative that is an example."""

from django.db import migrations

from stedennet.core.guards import refuse

NAMED = "COALESCE((SELECT is_example FROM {table} WHERE id = NEW.{column}), FALSE)"
WHEN = " OR ".join(
    NAMED.format(table=table, column=column)
    for table, column in (
        ("network_organisation", "organisation_id"),
        ("initiatives_initiative", "initiative_id"),
        ("agenda_action", "action_id"),
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0004_work_may_follow"),
        ("initiatives", "0006_examples"),
        ("network", "0010_examples"),
        ("agenda", "0011_examples"),
    ]

    operations = [
        refuse(
            "calls_call", event, name=f"call_names_an_example_{event.lower()}", when=f"NOT NEW.is_example AND ({WHEN})"
        )
        for event in ("INSERT", "UPDATE")
    ]
