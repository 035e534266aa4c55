"""Parts of a strategy: conditions, now also parts of its vision; and the actions that serve them.

The table keeps its name, so that the former code runs beside this.
"""

import django.db.models.deletion
from django.db import migrations, models

from stedennet.core.guards import AddColumn, refuse

IS_ACTION_AN_EXAMPLE = "(SELECT is_example FROM agenda_action WHERE id = NEW.action_id)"
IS_STRATEGY_AN_EXAMPLE = (
    "(SELECT s.is_example FROM agenda_strategy s JOIN agenda_condition c ON c.strategy_id = s.id "
    "WHERE c.id = NEW.part_id)"
)
KINDS = [("vision", "deel van de visie"), ("condition", "randvoorwaarde")]


class Migration(migrations.Migration):
    dependencies = [("agenda", "0011_examples")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Condition", "StrategyPart"),
                migrations.AlterModelTable("strategypart", "agenda_condition"),
                migrations.AlterModelOptions(
                    "strategypart",
                    {
                        "ordering": ["position", "id"],
                        "verbose_name": "onderdeel van een strategie",
                        "verbose_name_plural": "onderdelen van strategieën",
                    },
                ),
                migrations.AlterField(
                    "strategypart",
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="agenda.strategy",
                        verbose_name="strategie",
                    ),
                ),
            ]
        ),
        AddColumn(
            "strategypart",
            "kind",
            models.CharField(
                choices=KINDS, db_default="condition", default="condition", max_length=9, verbose_name="soort"
            ),
        ),
        migrations.AddConstraint(
            "strategypart",
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["vision", "condition"])), name="strategy_part_kind_is_known"
            ),
        ),
        migrations.CreateModel(
            name="Purpose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="bron")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="purposes",
                        to="agenda.action",
                        verbose_name="actie",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="purposes",
                        to="agenda.strategypart",
                        verbose_name="onderdeel van de strategie",
                    ),
                ),
            ],
            options={
                "verbose_name": "bijdrage van een actie",
                "verbose_name_plural": "bijdragen van acties",
                "ordering": ["part__position", "part_id", "action__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "part"),
                        name="purpose_once_an_action",
                        violation_error_message="Deze actie staat al bij dit onderdeel.",
                    )
                ],
            },
        ),
        *(
            refuse(
                "agenda_purpose",
                event,
                name=f"purpose_mixes_examples_{event.lower()}",
                when=f"{IS_ACTION_AN_EXAMPLE} <> {IS_STRATEGY_AN_EXAMPLE}",
            )
            for event in ("INSERT", "UPDATE")
        ),
    ]
