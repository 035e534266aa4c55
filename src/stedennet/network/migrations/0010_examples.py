"""Organisations that are examples: marked once, and never in the register of what is true."""

from django.db import migrations, models

from stedennet.core.guards import AddColumn, refuse

EXAMPLE = models.BooleanField(db_default=False, default=False, editable=False, verbose_name="voorbeeld")
NAMED = "COALESCE((SELECT is_example FROM network_organisation WHERE id = NEW.organisation_id), FALSE)"
GUARDS = [
    refuse(
        "network_organisation",
        "UPDATE",
        name="organisation_stays_an_example",
        when="OLD.is_example <> NEW.is_example",
    ),
    *(
        refuse(f"network_{table}", event, name=f"{table}_names_an_example_{event.lower()}", when=NAMED)
        for table in ("themerole", "groupmembership", "participation")
        for event in ("INSERT", "UPDATE")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("network", "0009_theme_names")]

    operations = [AddColumn("organisation", "is_example", EXAMPLE), *GUARDS]
