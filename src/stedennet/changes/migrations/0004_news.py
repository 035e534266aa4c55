"""The log says of each line on which day it was true, and whether it is news. The triggers on the table stay."""

from django.db import migrations, models

from stedennet.core.guards import AddColumn


class Migration(migrations.Migration):
    dependencies = [("changes", "0003_no_replace")]
    operations = [
        AddColumn("change", "fact_on", models.DateField("dag waarop dit gold", null=True, blank=True)),
        AddColumn("change", "is_news", models.BooleanField("is nieuws", default=True, db_default=True)),
    ]
