"""Strategies have versions and a status; parties decide on them as on an edition, and then the text is frozen.

What stands here before was adopted elsewhere. Former code, which knows no status, still adds strategies like that.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from stedennet.core.guards import AddColumn, lift, refuse

BEFORE = import_module("stedennet.agenda.migrations.0002_frozen")
LAID_BEFORE = import_module("stedennet.agenda.migrations.0007_laid_before")
PARTY_GUARDS_WERE = [
    refuse(
        "agenda_party",
        event,
        name=f"agenda_party_frozen_{event.lower()}",
        when=" OR ".join(BEFORE.NOT_OPEN.replace("{row}", row) for row in rows),
    )
    for event, rows in BEFORE.ROWS.items()
]
APPROVAL_GUARDS_WERE = [BEFORE.APPROVAL_GUARDS[0], LAID_BEFORE.DECISION_GUARD]
STRATEGY_IS_FROZEN = "(SELECT frozen_at FROM agenda_strategy WHERE id = {row}.strategy_id) IS NOT NULL"
PARTY_IS_FROZEN = (
    f"({{row}}.edition_id IS NOT NULL AND {BEFORE.NOT_OPEN}) OR "
    f"({{row}}.strategy_id IS NOT NULL AND {STRATEGY_IS_FROZEN})"
)
SUBJECT_STATUS = (
    "(SELECT COALESCE(e.status, s.status) FROM agenda_party p LEFT JOIN agenda_edition e ON p.edition_id = e.id "
    "LEFT JOIN agenda_strategy s ON p.strategy_id = s.id WHERE p.id = NEW.party_id)"
)
TEXT = (
    "line",
    "version",
    "slug",
    "title",
    "title_en",
    "subtitle",
    "summary",
    "summary_en",
    "vision",
    "vision_en",
    "sdgs",
    "begins_on",
    "begins_precision",
    "ends_on",
    "ends_precision",
    "source_url",
    "quorum",
    "frozen_at",
    "laid_before",
)
"""What the parties decide on, besides the parts and themes."""
STATUSES = ("draft", "approval", "adopted", "superseded", "withdrawn")
STEPS = (
    ("draft", "approval"),
    ("draft", "adopted"),
    ("approval", "adopted"),
    ("adopted", "superseded"),
    ("draft", "withdrawn"),
    ("approval", "withdrawn"),
)
"""As in rules/strategies.py on the day of this migration."""
IS_SIGNED = "(NEW.frozen_at IS NOT NULL AND NEW.status IN ('adopted', 'superseded'))"
IS_SEALED = "(NEW.seal <> '' AND NEW.sealed <> '' AND NEW.adopted_at IS NOT NULL)"
ALLOWED = " OR ".join(f"(OLD.status = '{begin}' AND NEW.status = '{end}')" for begin, end in STEPS)


def frozen_content(table, condition):
    for event, rows in BEFORE.ROWS.items():
        when = " OR ".join(condition.replace("{row}", row) for row in rows)
        yield refuse(table, event, name=f"{table}_frozen_{event.lower()}", when=when)


STRATEGY_GUARDS = [
    *(
        guard
        for event in ("INSERT", "UPDATE")
        for guard in (
            refuse(
                "agenda_strategy",
                event,
                name=f"strategy_status_is_known_{event.lower()}",
                when=f"NEW.status NOT IN {STATUSES}",
            ),
            refuse(
                "agenda_strategy",
                event,
                name=f"strategy_signed_is_sealed_{event.lower()}",
                when=f"{IS_SIGNED} <> {IS_SEALED} OR (NOT {IS_SEALED} AND (NEW.seal <> '' OR NEW.sealed <> ''))",
            ),
            refuse(
                "agenda_strategy",
                event,
                name=f"strategy_withdrawn_with_a_reason_{event.lower()}",
                when="NEW.status = 'withdrawn' AND NEW.status_reason = ''",
            ),
            refuse("agenda_strategy", event, name=f"strategy_quorum_of_none_{event.lower()}", when="NEW.quorum = 0"),
        )
    ),
    refuse(
        "agenda_strategy",
        "INSERT",
        name="strategy_begins_as_draft",
        when="NEW.status NOT IN ('draft', 'adopted') OR NEW.frozen_at IS NOT NULL",
    ),
    refuse(
        "agenda_strategy",
        "UPDATE",
        name="strategy_frozen_text",
        when=f"OLD.frozen_at IS NOT NULL AND {BEFORE.any_differs(TEXT)}",
    ),
    refuse(
        "agenda_strategy",
        "UPDATE",
        name="strategy_frozen_seal",
        when=f"OLD.seal <> '' AND {BEFORE.any_differs(('sealed', 'seal', 'adopted_at'))}",
    ),
    refuse(
        "agenda_strategy",
        "UPDATE",
        name="strategy_frozen_step",
        when=f"OLD.status <> NEW.status AND NOT ({ALLOWED})",
    ),
    refuse(
        "agenda_strategy",
        "UPDATE",
        name="strategy_frozen_before_decisions",
        when="NEW.status = 'approval' AND NEW.frozen_at IS NULL",
    ),
    refuse("agenda_strategy", "DELETE", name="strategy_frozen_delete", when="OLD.frozen_at IS NOT NULL"),
]
APPROVAL_GUARDS = [
    refuse("agenda_approval", "INSERT", name="approval_frozen_insert", when=f"{SUBJECT_STATUS} <> 'approval'"),
    refuse(
        "agenda_approval",
        "UPDATE",
        name="approval_frozen_update",
        when=f"{BEFORE.any_differs((*BEFORE.DECIDED, 'way'))} OR (OLD.withdrawn_at IS NOT NULL AND "
        f"{BEFORE.any_differs(('withdrawn_at', 'withdrawn_reason'))}) OR "
        f"(OLD.withdrawn_at {{differs}} NEW.withdrawn_at AND {SUBJECT_STATUS} <> 'approval')",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("agenda", "0013_shared_indicators")]

    operations = [
        migrations.AddField(
            "strategy",
            "line",
            models.CharField(blank=True, editable=False, max_length=80, null=True, verbose_name="lijn"),
        ),
        AddColumn(
            "strategy",
            "version",
            models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, verbose_name="versie"),
        ),
        AddColumn(
            "strategy",
            "status",
            models.CharField(
                choices=[
                    ("draft", "ontwerp"),
                    ("approval", "ligt voor akkoord"),
                    ("adopted", "vastgesteld"),
                    ("superseded", "vervangen"),
                    ("withdrawn", "ingetrokken"),
                ],
                db_default="adopted",
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="stand",
            ),
        ),
        AddColumn(
            "strategy",
            "status_reason",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=300,
                verbose_name="waarom ingetrokken",
            ),
        ),
        AddColumn(
            "strategy",
            "note",
            models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="opmerking bij het besluit"
            ),
        ),
        AddColumn(
            "strategy",
            "note_en",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=300,
                verbose_name="opmerking bij het besluit, in het Engels",
            ),
        ),
        migrations.AddField(
            "strategy",
            "quorum",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Leeg: alle ondertekenaars.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="hoeveel partijen akkoord moeten zijn",
            ),
        ),
        migrations.AddField(
            "strategy",
            "frozen_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="voorgelegd op"),
        ),
        migrations.AddField(
            "strategy",
            "adopted_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="vastgesteld op"),
        ),
        migrations.AddField(
            "strategy",
            "laid_before",
            models.TextField(blank=True, editable=False, null=True, verbose_name="voorgelegde inhoud"),
        ),
        AddColumn(
            "strategy",
            "sealed",
            models.TextField(blank=True, db_default="", default="", editable=False, verbose_name="verzegelde inhoud"),
        ),
        AddColumn(
            "strategy",
            "seal",
            models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=64, verbose_name="zegel (SHA-256)"
            ),
        ),
        migrations.RunSQL("UPDATE agenda_strategy SET line = slug", migrations.RunSQL.noop),
        migrations.RunSQL(
            "UPDATE agenda_strategy SET status = 'superseded' WHERE successor_id IS NOT NULL", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            "strategy",
            models.UniqueConstraint(
                condition=models.Q(("line__isnull", False)),
                fields=("line", "version"),
                name="strategy_version_once_a_line",
            ),
        ),
        migrations.AddConstraint(
            "strategy",
            models.UniqueConstraint(
                condition=models.Q(("line__isnull", False), ("status", "adopted")),
                fields=("line",),
                name="strategy_one_version_is_adopted",
            ),
        ),
        migrations.AlterField(
            "strategyparty",
            "role",
            models.CharField(
                choices=[
                    ("drafter", "schreef mee"),
                    ("signatory", "ondertekende, volgens bron"),
                    ("consulted", "dacht mee"),
                ],
                max_length=9,
                verbose_name="rol",
            ),
        ),
        # SQLite rebuilds the table of parties below: its guards, and those that read it, are put back afterwards.
        *(lift(guard) for guard in (*PARTY_GUARDS_WERE, *APPROVAL_GUARDS_WERE)),
        migrations.AlterField(
            "party",
            "edition",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parties",
                to="agenda.edition",
                verbose_name="editie",
            ),
        ),
        migrations.AddField(
            "party",
            "strategy",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="signatories",
                to="agenda.strategy",
                verbose_name="strategie",
            ),
        ),
        migrations.AddConstraint(
            "party",
            models.UniqueConstraint(fields=("strategy", "organisation"), name="party_once_a_strategy"),
        ),
        migrations.AddConstraint(
            "party",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition__isnull", False), ("strategy__isnull", True)),
                    models.Q(("edition__isnull", True), ("strategy__isnull", False)),
                    _connector="OR",
                ),
                name="party_to_an_edition_or_a_strategy",
                violation_error_message="Kies een editie of een strategie, niet beide.",
            ),
        ),
        *frozen_content("agenda_party", PARTY_IS_FROZEN),
        *APPROVAL_GUARDS,
        *frozen_content("agenda_condition", STRATEGY_IS_FROZEN),
        *frozen_content("agenda_strategy_themes", STRATEGY_IS_FROZEN),
        *STRATEGY_GUARDS,
    ]
