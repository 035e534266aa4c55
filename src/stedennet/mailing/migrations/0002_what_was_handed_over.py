"""What was handed over cannot be unsent: the database refuses to make it wait again, or to give it another key."""

from django.db import migrations

from stedennet.core.guards import refuse


class Migration(migrations.Migration):
    dependencies = [("mailing", "0001_initial")]

    operations = [
        refuse(
            "mailing_delivery",
            "UPDATE",
            name="delivery_handed_over_stays",
            when="OLD.state = 'handed_over' AND NEW.state <> 'handed_over'",
        ),
        refuse("mailing_delivery", "UPDATE", name="delivery_key_stays", when="OLD.key <> NEW.key"),
    ]
