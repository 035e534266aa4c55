"""A public source can say that a city adopted something; SQLite rebuilds the table, so its triggers come back after it."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

from stedennet.core.guards import lift

GUARDS = import_module("stedennet.initiatives.migrations.0002_fixed").Migration.operations


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0002_fixed"),
        ("network", "0007_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(lift(guard) for guard in reversed(GUARDS)),
        migrations.RemoveConstraint(
            model_name="adoption",
            name="adoption_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="adoption",
            name="adoption_verdict_is_known",
        ),
        migrations.AlterField(
            model_name="adoption",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("as_is", "zoals het is"),
                    ("adapted", "aangepast"),
                    ("inspired", "op ideeën gebracht"),
                    ("stopped", "geprobeerd en gestopt"),
                ],
                max_length=8,
                verbose_name="hoe",
            ),
        ),
        migrations.AlterField(
            model_name="adoption",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("sourced", "volgens bron"),
                    ("claimed", "nog niet bevestigd"),
                    ("confirmed", "bevestigd"),
                    ("disputed", "betwist"),
                ],
                default="claimed",
                max_length=9,
                verbose_name="stand",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["as_is", "adapted", "inspired", "stopped"]),
                    models.Q(("kind", ""), models.Q(("source_url", ""), _negated=True)),
                    _connector="OR",
                ),
                name="adoption_kind_is_known",
                violation_error_message="Kies hoe u het overneemt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "sourced"), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="adoption_sourced_has_source",
                violation_error_message="Geef de bron die dit zegt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["sourced", "claimed", "confirmed", "disputed"])),
                name="adoption_verdict_is_known",
            ),
        ),
        *GUARDS,
    ]
