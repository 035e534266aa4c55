"""Several parties answer for an action: the first stands at the commitment, the others are partners that share it."""

from django.db import migrations, models

from stedennet.core.guards import AddColumn, refuse

HAS_ANOTHER_FIRST = (
    "EXISTS (SELECT 1 FROM agenda_commitment c WHERE c.id = NEW.commitment_id AND "
    "(c.responsible_id <> NEW.organisation_id OR (c.responsible_id IS NULL AND c.responsible_in_words <> '')))"
)
LEAVES_OTHERS = (
    "NEW.responsible_id IS NULL AND NEW.responsible_in_words = '' AND "
    "EXISTS (SELECT 1 FROM agenda_commitmentpartner p WHERE p.commitment_id = NEW.id AND p.is_responsible)"
)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0014_strategy_versions")]

    operations = [
        AddColumn(
            "commitmentpartner",
            "is_responsible",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="De eerste verantwoordelijke staat bij de actie zelf.",
                verbose_name="mede verantwoordelijk",
            ),
        ),
        *(
            refuse(
                "agenda_commitmentpartner",
                event,
                name=f"responsible_after_a_first_{event.lower()}",
                when=f"NEW.is_responsible AND NOT {HAS_ANOTHER_FIRST}",
            )
            for event in ("INSERT", "UPDATE")
        ),
        refuse("agenda_commitment", "UPDATE", name="responsible_keeps_a_first", when=LEAVES_OTHERS),
        migrations.AlterField(
            "reminder",
            "step",
            models.CharField(
                choices=[
                    ("contact", "contactpersoon"),
                    ("people", "vertegenwoordigers"),
                    ("others", "vertegenwoordigers van de andere verantwoordelijken"),
                    ("office", "programmabureau"),
                ],
                max_length=8,
                verbose_name="aan wie",
            ),
        ),
        migrations.RemoveConstraint("reminder", "reminder_step_is_known"),
        migrations.AddConstraint(
            "reminder",
            models.CheckConstraint(
                condition=models.Q(("step__in", ["contact", "people", "others", "office"])),
                name="reminder_step_is_known",
            ),
        ),
    ]
