"""What an adoption hangs on stays as it was said: a later change could make a circle, or move a confirmation."""

from django.db import migrations

from stedennet.core.guards import refuse

FIXED = ("initiative_id", "organisation_id", "of_id")


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]
    operations = [
        refuse(
            "initiatives_adoption",
            "UPDATE",
            name="adoption_fixed",
            when=" OR ".join(f"OLD.{one} {{differs}} NEW.{one}" for one in FIXED),
        ),
        refuse(
            "initiatives_adoption",
            "INSERT",
            name="adoption_of_the_same",
            when="NEW.of_id IS NOT NULL AND (SELECT initiative_id FROM initiatives_adoption WHERE id = NEW.of_id) "
            "{differs} NEW.initiative_id",
        ),
    ]
