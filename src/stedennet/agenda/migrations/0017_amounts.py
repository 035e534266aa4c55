"""Amounts of money per year; what an edition plans is frozen with it."""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from stedennet.core.guards import refuse

FROZEN = import_module("stedennet.agenda.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0016_parts"),
        ("network", "0008_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="YearAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("planned", "gepland"), ("spent", "besteed")], max_length=7, verbose_name="soort"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="jaar",
                    ),
                ),
                ("euros", models.DecimalField(decimal_places=2, max_digits=15, verbose_name="bedrag in euro")),
                (
                    "payer_in_words",
                    models.CharField(blank=True, max_length=150, verbose_name="wie betaalt, in woorden"),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="bron")),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spent_amounts",
                        to="agenda.action",
                        verbose_name="besteed aan actie",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="amounts",
                        to="agenda.commitment",
                        verbose_name="gepland bij actie in een editie",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paid_amounts",
                        to="network.organisation",
                        verbose_name="wie betaalt",
                    ),
                ),
            ],
            options={
                "verbose_name": "bedrag per jaar",
                "verbose_name_plural": "bedragen per jaar",
                "ordering": ["year", "kind", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__isnull", True), ("commitment__isnull", False), ("kind", "planned")),
                            models.Q(("action__isnull", False), ("commitment__isnull", True), ("kind", "spent")),
                            _connector="OR",
                        ),
                        name="amount_is_planned_or_spent",
                        violation_error_message="Een gepland bedrag hoort bij een actie in een editie, een besteed bedrag bij een actie.",
                    ),
                    models.CheckConstraint(condition=models.Q(("euros__gte", 0)), name="amount_is_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (2000, 2100))), name="amount_year_is_near"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("payer__isnull", False), ("payer_in_words", "")),
                            models.Q(("payer__isnull", True), models.Q(("payer_in_words", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="amount_has_one_payer",
                        violation_error_message="Zeg wie betaalt: een organisatie uit het register, of in woorden.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("commitment__isnull", False), ("payer__isnull", False)),
                        fields=("commitment", "year", "payer"),
                        name="amount_once_a_year_commitment_payer",
                        violation_error_message="Dit bedrag staat er al: wijzig het daar.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("commitment__isnull", False), ("payer__isnull", True)),
                        fields=("commitment", "year", "payer_in_words"),
                        name="amount_once_a_year_commitment_payer_in_words",
                        violation_error_message="Dit bedrag staat er al: wijzig het daar.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("action__isnull", False), ("payer__isnull", False)),
                        fields=("action", "year", "payer"),
                        name="amount_once_a_year_action_payer",
                        violation_error_message="Dit bedrag staat er al: wijzig het daar.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("action__isnull", False), ("payer__isnull", True)),
                        fields=("action", "year", "payer_in_words"),
                        name="amount_once_a_year_action_payer_in_words",
                        violation_error_message="Dit bedrag staat er al: wijzig het daar.",
                    ),
                ],
            },
        ),
        *(
            refuse(
                "agenda_yearamount",
                event,
                name=f"agenda_yearamount_frozen_{event.lower()}",
                when=" OR ".join(
                    f"({row}.commitment_id IS NOT NULL AND {FROZEN.NOT_OPEN_BY_COMMITMENT.replace('{row}', row)})"
                    for row in rows
                ),
            )
            for event, rows in FROZEN.ROWS.items()
        ),
    ]
