"""Sites that showed something of ours. What the ledger has of them was never checked: it waits to be seen again."""

from django.db import migrations, models
from django.db.models import Max, Min


def doubt(apps, schema_editor):
    rows = apps.get_model("spreading", "Dispatch").objects.filter(channel="embed").exclude(where="")
    found = rows.values("subject_type", "subject_id", "where").annotate(first=Min("day"), last=Max("day"))
    Sighting = apps.get_model("spreading", "Sighting")
    for row in found.order_by():
        Sighting.objects.get_or_create(
            subject_type=row["subject_type"],
            subject_id=row["subject_id"],
            host=row["where"][:120],
            defaults={"first_on": row["first"], "last_on": row["last"]},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("spreading", "0006_asked_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_type", models.CharField(max_length=60, verbose_name="soort")),
                ("subject_id", models.CharField(max_length=60, verbose_name="sleutel")),
                ("host", models.CharField(max_length=120, verbose_name="site")),
                ("seen_by", models.PositiveSmallIntegerField(default=0, verbose_name="gezien vanaf zoveel netwerken")),
                ("first_on", models.DateField(verbose_name="voor het eerst op")),
                ("last_on", models.DateField(verbose_name="voor het laatst op")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="gecontroleerd op")),
            ],
            options={
                "verbose_name": "site die iets van ons toont",
                "verbose_name_plural": "sites die iets van ons tonen",
                "indexes": [models.Index(fields=["verified_at", "id"], name="sighting_unverified")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_type", "subject_id", "host"), name="sighting_once_a_site"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="sighting_last_after_first"
                    ),
                ],
            },
        ),
        migrations.RunPython(doubt, migrations.RunPython.noop),
    ]
