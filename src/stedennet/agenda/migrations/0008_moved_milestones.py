"""The days that milestones had before."""

import django.db.models.deletion
from django.db import migrations, models

PRECISIONS = [("day", "dag"), ("month", "maand"), ("quarter", "kwartaal"), ("year", "jaar")]


class Migration(migrations.Migration):
    dependencies = [("agenda", "0007_laid_before")]

    operations = [
        migrations.CreateModel(
            name="DueChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="dag")),
                ("before", models.DateField(blank=True, null=True, verbose_name="klaar op, tot dan")),
                ("before_precision", models.CharField(choices=PRECISIONS, default="day", max_length=7)),
                ("after", models.DateField(blank=True, null=True, verbose_name="klaar op, sindsdien")),
                ("after_precision", models.CharField(choices=PRECISIONS, default="day", max_length=7)),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_changes",
                        to="agenda.milestone",
                        verbose_name="mijlpaal",
                    ),
                ),
            ],
            options={
                "verbose_name": "verschoven mijlpaal",
                "verbose_name_plural": "verschoven mijlpalen",
                "ordering": ["on", "id"],
            },
        ),
    ]
