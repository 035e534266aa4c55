"""What was laid before the parties is kept and sealed as it was; decisions, PDFs and public editions stay."""

from importlib import import_module

import django.core.validators
from django.db import migrations, models

from stedennet.core.guards import lift, refuse

BEFORE = import_module("stedennet.agenda.migrations.0002_frozen")
FOLLOWING = import_module("stedennet.agenda.migrations.0003_following")
STATUS_OF_PARTY = (
    "(SELECT e.status FROM agenda_edition e JOIN agenda_party p ON p.edition_id = e.id WHERE p.id = NEW.party_id)"
)
DECISION_WAS = FOLLOWING.APPROVAL_GUARDS[1]
DECISION_GUARD = refuse(
    "agenda_approval",
    "UPDATE",
    name="approval_frozen_update",
    when=f"{BEFORE.any_differs((*BEFORE.DECIDED, 'way'))} OR (OLD.withdrawn_at IS NOT NULL AND "
    f"{BEFORE.any_differs(('withdrawn_at', 'withdrawn_reason'))}) OR "
    f"(OLD.withdrawn_at {{differs}} NEW.withdrawn_at AND {STATUS_OF_PARTY} <> 'approval')",
)
DELETE_WAS = BEFORE.EDITION_GUARDS[4]
EDITION_GUARDS = [
    refuse("agenda_edition", "DELETE", name="edition_frozen_delete", when="OLD.status <> 'draft'"),
    refuse(
        "agenda_edition",
        "UPDATE",
        name="edition_frozen_laid_before",
        when="OLD.laid_before IS NOT NULL AND OLD.laid_before {differs} NEW.laid_before",
    ),
    *(
        refuse("agenda_edition", event, name=f"edition_quorum_of_none_{event.lower()}", when="NEW.quorum = 0")
        for event in ("INSERT", "UPDATE")
    ),
]
PDF_GUARDS = [
    refuse(f"agenda_{table}", event, name=f"{table}_frozen_{event.lower()}", when="1 = 1")
    for table in ("editionpdf", "reportpdf")
    for event in ("UPDATE", "DELETE")
]


class Migration(migrations.Migration):
    dependencies = [("agenda", "0006_who_wrote_what")]

    operations = [
        # It may be nothing: a new column that must have a value would rebuild the table on SQLite, and lose its guards.
        migrations.AddField(
            "edition",
            "laid_before",
            models.TextField(blank=True, editable=False, null=True, verbose_name="voorgelegde inhoud"),
        ),
        migrations.AlterField(
            "edition",
            "quorum",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Leeg: alle ondertekenaars.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="hoeveel partijen akkoord moeten zijn",
            ),
        ),
        lift(DECISION_WAS),
        DECISION_GUARD,
        lift(DELETE_WAS),
        *EDITION_GUARDS,
        *PDF_GUARDS,
    ]
