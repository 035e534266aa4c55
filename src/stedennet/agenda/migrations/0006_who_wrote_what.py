"""Who wrote what in a draft, phases by day, roles of partners; and the code of an action that readers know stays."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from stedennet.core.guards import lift, refuse

BEFORE = import_module("stedennet.agenda.migrations.0002_frozen")
PARTNERS = "agenda_commitmentpartner"
# SQLite rebuilds the table for a new field, and loses its triggers with it.
PARTNER_GUARDS = [
    refuse(
        PARTNERS,
        event,
        name=f"{PARTNERS}_frozen_{event.lower()}",
        when=" OR ".join(BEFORE.NOT_OPEN_BY_COMMITMENT.replace("{row}", row) for row in rows),
    )
    for event, rows in BEFORE.ROWS.items()
]
CODE_GUARD = refuse(
    "agenda_action",
    "UPDATE",
    name="action_code_is_known",
    when="OLD.code <> NEW.code AND EXISTS (SELECT 1 FROM agenda_commitment c JOIN agenda_edition e "
    "ON e.id = c.edition_id WHERE c.action_id = OLD.id AND e.status <> 'draft')",
)
WORDS_GUARDS = [
    refuse(
        "agenda_wording",
        "UPDATE",
        name="wording_stays",
        when=BEFORE.any_differs(("edition_id", "commitment_id", "field", "before", "after", "organisation_id", "at"))
        + " OR (NEW.proposal_id IS NOT NULL AND OLD.proposal_id {differs} NEW.proposal_id)",
    ),
    refuse(
        "agenda_proposal",
        "UPDATE",
        name="proposal_words_stay",
        when=BEFORE.any_differs(
            ("edition_id", "commitment_id", "field", "base", "words", "why", "organisation_id", "at")
        )
        + f" OR (OLD.state <> 'open' AND {BEFORE.any_differs(('state', 'answer', 'decided_at'))})",
    ),
    refuse(
        "agenda_comment",
        "UPDATE",
        name="comment_stays",
        when=BEFORE.any_differs(("edition_id", "commitment_id", "paragraph", "text", "organisation_id", "at")),
    ),
    *(
        refuse(
            f"agenda_{table}",
            "DELETE",
            name=f"{table}_stays_when_fixed",
            when=BEFORE.NOT_OPEN.replace("{row}", "OLD"),
        )
        for table in ("wording", "proposal", "comment")
    ),
]
PHASES = [
    ("exploring", "verkennen"),
    ("planning", "plannen"),
    ("doing", "uitvoeren"),
    ("evaluating", "evalueren"),
    ("done", "klaar"),
]
ROLES = [
    ("works", "voert mee uit"),
    ("pays", "betaalt mee"),
    ("supplies", "levert iets"),
    ("advises", "denkt mee"),
]
FIELDS = [
    ("title", "titel"),
    ("lead", "in één zin"),
    ("description", "beschrijving"),
    ("foreword", "voorwoord"),
    ("action", "nieuwe actie"),
]


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0005_woo"),
        ("network", "0003_population"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(lift(one) for one in PARTNER_GUARDS),
        migrations.RenameField("commitmentpartner", "role", "part"),
        migrations.AddField(
            "commitmentpartner",
            "role",
            models.CharField(blank=True, choices=ROLES, default="", max_length=8, verbose_name="rol"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "commitmentpartner",
            models.CheckConstraint(
                condition=Q(("role", ""), ("role__in", [value for value, _label in ROLES]), _connector="OR"),
                name="partner_role_is_known",
            ),
        ),
        *PARTNER_GUARDS,
        migrations.AddField(
            "action",
            "merged_on",
            models.DateField(
                blank=True,
                help_text="Leeg: de dag waarop u het invult.",
                null=True,
                verbose_name="samengevoegd op",
            ),
        ),
        migrations.AddConstraint(
            "action",
            models.CheckConstraint(
                condition=Q(("merged_on__isnull", True), ("merged_into__isnull", False), _connector="OR"),
                name="action_merged_on_a_day_into_another",
                violation_error_message="Noem ook met welke actie ze is samengevoegd.",
            ),
        ),
        CODE_GUARD,
        migrations.CreateModel(
            name="PhaseChange",
            fields=[
                ("id", key()),
                ("on", models.DateField(verbose_name="dag")),
                (
                    "before",
                    models.CharField(blank=True, choices=PHASES, max_length=10, verbose_name="fase tot dan"),
                ),
                (
                    "after",
                    models.CharField(blank=True, choices=PHASES, max_length=10, verbose_name="fase sindsdien"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phase_changes",
                        to="agenda.action",
                        verbose_name="actie",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van fase",
                "verbose_name_plural": "wijzigingen van fase",
                "ordering": ["on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("before", F("after")), _negated=True), name="phase_change_changes_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", key()),
                ("field", models.CharField(choices=FIELDS, max_length=11, verbose_name="tekst")),
                ("before", models.TextField(blank=True, verbose_name="zoals het was")),
                ("after", models.TextField(blank=True, verbose_name="zoals het werd")),
                ("at", models.DateTimeField(verbose_name="gedaan op")),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="agenda.commitment",
                        verbose_name="actie",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="agenda.edition",
                        verbose_name="editie",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                        verbose_name="namens",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wording",
                        to="agenda.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een tekst",
                "verbose_name_plural": "wijzigingen van teksten",
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("field__in", [value for value, _label in FIELDS])), name="wording_field_is_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(("before", F("after")), _negated=True), name="wording_changes_something"
                    ),
                ],
            },
        ),
        *WORDS_GUARDS,
    ]
