"""Examples stand apart: an example edition holds example actions of an example strategy, and nothing else does."""

from django.db import migrations, models

from stedennet.core.guards import AddColumn, refuse

EXAMPLE = models.BooleanField(db_default=False, default=False, editable=False, verbose_name="voorbeeld")
STRATEGY = "(SELECT is_example FROM agenda_strategy WHERE id = NEW.strategy_id)"
EDITION = "(SELECT is_example FROM agenda_edition WHERE id = NEW.edition_id)"
ACTION = "(SELECT is_example FROM agenda_action WHERE id = NEW.{column})"
EDITION_OF_COMMITMENT = (
    "(SELECT e.is_example FROM agenda_edition e JOIN agenda_commitment c ON c.edition_id = e.id "
    "WHERE c.id = NEW.commitment_id)"
)
MIXTURES = {
    "edition": f"NEW.is_example <> COALESCE({STRATEGY}, FALSE) OR NEW.is_example <> (NEW.number > 900)",
    "commitment": f"{EDITION} <> {ACTION.format(column='action_id')}",
    "commitment_depends_on": f"{EDITION_OF_COMMITMENT} <> {ACTION.format(column='action_id')}",
    "action": " OR ".join(
        f"NEW.is_example <> {ACTION.format(column=column)}" for column in ("merged_into_id", "superseded_by_id")
    ),
}
GUARDS = [
    *(
        refuse(f"agenda_{table}", event, name=f"{table}_mixes_examples_{event.lower()}", when=when)
        for table, when in MIXTURES.items()
        for event in ("INSERT", "UPDATE")
    ),
    *(
        refuse(
            f"agenda_{table}",
            "UPDATE",
            name=f"{table}_stays_an_example",
            when="OLD.is_example <> NEW.is_example",
        )
        for table in ("strategy", "edition", "action")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("agenda", "0010_link_requests")]

    operations = [
        *(AddColumn(model, "is_example", EXAMPLE.clone()) for model in ("strategy", "edition", "action")),
        migrations.RemoveConstraint("edition", "edition_one_is_adopted"),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=models.Q(("status", "adopted")), fields=("is_example",), name="edition_one_is_adopted"
            ),
        ),
        *GUARDS,
    ]
