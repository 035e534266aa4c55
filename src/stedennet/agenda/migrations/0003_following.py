"""What following the agenda needs: rounds, reports, links; and how a decision came in."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from stedennet.core.guards import lift, refuse

BEFORE = import_module("stedennet.agenda.migrations.0002_frozen")
# SQLite rebuilds the table for a new field, and loses its triggers with it; this field is part of what was decided.
APPROVAL_GUARDS = [
    BEFORE.APPROVAL_GUARDS[0],
    refuse(
        "agenda_approval",
        "UPDATE",
        name="approval_frozen_update",
        when=f"{BEFORE.any_differs((*BEFORE.DECIDED, 'way'))} OR (OLD.withdrawn_at IS NOT NULL AND "
        f"{BEFORE.any_differs(('withdrawn_at', 'withdrawn_reason'))})",
    ),
    BEFORE.APPROVAL_GUARDS[2],
]
REPORT_GUARDS = [
    refuse("agenda_progressreport", event, name=f"report_frozen_{event.lower()}", when="1 = 1")
    for event in ("UPDATE", "DELETE")
]


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0002_frozen"),
        ("network", "0002_no_overlap"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(lift(one) for one in BEFORE.APPROVAL_GUARDS),
        migrations.CreateModel(
            name="ActionLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("page", "pagina"), ("document", "document")],
                        default="page",
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("url", models.URLField(max_length=500, verbose_name="adres")),
                ("publisher", models.CharField(blank=True, max_length=200, verbose_name="uitgever")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="verschenen op")),
            ],
            options={
                "verbose_name": "pagina of document bij een actie",
                "verbose_name_plural": "pagina's en documenten bij acties",
                "ordering": ["-published_on", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["page", "document"])), name="action_link_kind_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="nummer")),
                ("title", models.CharField(max_length=150, verbose_name="titel")),
                ("foreword", models.TextField(blank=True, verbose_name="inleiding")),
                ("begins_on", models.DateField(verbose_name="van")),
                ("ends_on", models.DateField(verbose_name="tot en met")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("content", models.TextField(editable=False, verbose_name="inhoud")),
                ("seal", models.CharField(editable=False, max_length=64, verbose_name="zegel (SHA-256)")),
            ],
            options={
                "verbose_name": "voortgangsrapport",
                "verbose_name_plural": "voortgangsrapporten",
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))), name="report_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportPdf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pdf", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "pdf van een rapport",
                "verbose_name_plural": "pdf's van rapporten",
            },
        ),
        migrations.CreateModel(
            name="RoundMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[("ask", "vraag"), ("remind", "herinnering"), ("office", "programmabureau")],
                        max_length=8,
                        verbose_name="stap",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="gestuurd op")),
            ],
            options={
                "verbose_name": "vraag of herinnering",
                "verbose_name_plural": "vragen en herinneringen",
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["ask", "remind", "office"])), name="round_mail_step_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
            ],
            options={
                "verbose_name": "verzoek om bij te werken",
                "verbose_name_plural": "verzoeken om bij te werken",
                "ordering": ["-round__opens_on", "organisation__name"],
            },
        ),
        migrations.CreateModel(
            name="UpdateRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens_on", models.DateField(unique=True, verbose_name="begint op")),
                ("closes_on", models.DateField(verbose_name="loopt tot en met")),
            ],
            options={
                "verbose_name": "bijwerkronde",
                "verbose_name_plural": "bijwerkrondes",
                "ordering": ["-opens_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opens_on"))), name="round_closes_after_it_opens"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="approval",
            name="way",
            field=models.CharField(
                choices=[
                    ("account", "met een account"),
                    ("link", "met een geheime link"),
                    ("source", "uit een bron overgenomen"),
                ],
                default="account",
                max_length=7,
                verbose_name="hoe",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="consulted",
            field=models.ManyToManyField(
                blank=True,
                help_text="Alleen nodig als niet iedereen mag reageren.",
                related_name="+",
                to="network.organisation",
                verbose_name="deze organisaties mogen ook reageren",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["account", "link", "source"])), name="approval_way_is_known"
            ),
        ),
        migrations.AddField(
            model_name="actionlink",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="agenda.action",
                verbose_name="actie",
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="agenda.edition",
                verbose_name="editie",
            ),
        ),
        migrations.AddField(
            model_name="reportpdf",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="document", to="agenda.progressreport"
            ),
        ),
        migrations.AddField(
            model_name="roundrequest",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.organisation",
                verbose_name="organisatie",
            ),
        ),
        migrations.AddField(
            model_name="roundmail",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="agenda.roundrequest"
            ),
        ),
        migrations.AddField(
            model_name="updateround",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="agenda.edition",
                verbose_name="editie",
            ),
        ),
        migrations.AddField(
            model_name="roundrequest",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="agenda.updateround"
            ),
        ),
        migrations.AddConstraint(
            model_name="actionlink",
            constraint=models.UniqueConstraint(
                fields=("action", "url"),
                name="action_link_once",
                violation_error_message="Dit adres staat al bij de actie.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundmail",
            constraint=models.UniqueConstraint(fields=("request", "step"), name="round_mail_once_a_step"),
        ),
        migrations.AddConstraint(
            model_name="roundrequest",
            constraint=models.UniqueConstraint(fields=("round", "organisation"), name="request_once_a_round"),
        ),
        *APPROVAL_GUARDS,
        *REPORT_GUARDS,
    ]
