"""Initiatives that are examples: marked once; one that is true names no organisation that is an example."""

from django.db import migrations, models

from stedennet.core.guards import AddColumn, refuse

EXAMPLE = models.BooleanField(db_default=False, default=False, editable=False, verbose_name="voorbeeld")
IS_EXAMPLE = "COALESCE((SELECT is_example FROM network_organisation WHERE id = NEW.{column}), FALSE)"
IS_TRUE = "NOT (SELECT is_example FROM initiatives_initiative WHERE id = NEW.initiative_id)"
NAMES_AN_EXAMPLE = {
    "initiative": f"NOT NEW.is_example AND {IS_EXAMPLE.format(column='lead_id')}",
    **{
        table: f"{IS_TRUE} AND {IS_EXAMPLE.format(column='organisation_id')}"
        for table in ("initiative_cities", "partner", "adoption")
    },
}
GUARDS = [
    refuse(
        "initiatives_initiative",
        "UPDATE",
        name="initiative_stays_an_example",
        when="OLD.is_example <> NEW.is_example",
    ),
    *(
        refuse(f"initiatives_{table}", event, name=f"{table}_names_an_example_{event.lower()}", when=when)
        for table, when in NAMES_AN_EXAMPLE.items()
        for event in ("INSERT", "UPDATE")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_follow_ups"), ("network", "0010_examples")]

    operations = [AddColumn("initiative", "is_example", EXAMPLE), *GUARDS]
