"""Who is entitled to sign for an organisation. SQLite rebuilds the table, so the guard of 0002 is put back."""

from django.db import migrations, models

from stedennet.core.constraints import no_overlap
from stedennet.core.guards import lift

GUARD = no_overlap("network_representation", name="representation_overlap", same=["user_id", "organisation_id"])


class Migration(migrations.Migration):
    dependencies = [("network", "0003_population")]

    operations = [
        lift(GUARD),
        migrations.AddField(
            model_name="representation",
            name="may_sign",
            field=models.BooleanField(
                default=False,
                help_text="Mag namens de organisatie besluiten over een editie van de agenda.",
                verbose_name="mag tekenen",
            ),
        ),
        GUARD,
    ]
