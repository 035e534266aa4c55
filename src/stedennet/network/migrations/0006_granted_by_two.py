"""Two people give the right to represent. SQLite rebuilds the table, so the guard of 0002 is put back: it looks only at
what was granted, because what is asked may stand beside it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone

from stedennet.core.constraints import no_overlap
from stedennet.core.guards import lift, refuse

FORMER = no_overlap("network_representation", name="representation_overlap", same=["user_id", "organisation_id"])
GRANTED_ONLY = no_overlap(
    "network_representation",
    name="representation_overlap",
    same=["user_id", "organisation_id"],
    where="granted_at IS NOT NULL",
)
WHOSE = ("user_id", "organisation_id")
GIVEN = ("asked_by_id", "confirmed_by_id", "by_system", "granted_at")
DIFFERS = " OR ".join(f"OLD.{name} {{differs}} NEW.{name}" for name in WHOSE)
GIVEN_DIFFERS = " OR ".join(f"OLD.{name} {{differs}} NEW.{name}" for name in GIVEN)


def keep_what_was_there(apps, schema_editor):
    """Who represented somebody before still does; that the program gave it says that no two people are known."""
    rows = apps.get_model("network", "Representation").objects.filter(granted_at=None)
    rows.update(granted_at=timezone.now(), by_system=True)


def person(label):
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name=label,
    )


def moment(label):
    return models.DateTimeField(blank=True, editable=False, null=True, verbose_name=label)


def differ(one, other):
    return Q(**{one: None}) | Q(**{other: None}) | Q(**{f"{one}__lt": F(other)}) | Q(**{f"{one}__gt": F(other)})


class Migration(migrations.Migration):
    dependencies = [("network", "0005_mergers"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        lift(FORMER),
        migrations.AddField("representation", "asked_by", person("gevraagd door")),
        migrations.AddField("representation", "asked_at", moment("gevraagd op")),
        migrations.AddField("representation", "confirmed_by", person("bevestigd door")),
        migrations.AddField("representation", "granted_at", moment("geldt sinds")),
        migrations.AddField(
            "representation",
            "by_system",
            models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="gegeven door het programma"
            ),
        ),
        migrations.RunPython(keep_what_was_there, migrations.RunPython.noop),
        migrations.AddConstraint(
            "representation",
            models.CheckConstraint(
                name="representation_granted_by_two",
                condition=Q(granted_at=None)
                | Q(by_system=True)
                | Q(asked_by__isnull=False, confirmed_by__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "representation",
            models.CheckConstraint(
                name="representation_by_different_people",
                condition=differ("asked_by", "confirmed_by")
                & differ("asked_by", "user")
                & differ("confirmed_by", "user"),
                violation_error_message=(
                    "Wie een recht krijgt, wie erom vraagt en wie het bevestigt zijn drie mensen."
                ),
            ),
        ),
        GRANTED_ONLY,
        refuse("network_representation", "UPDATE", name="representation_of_one_person", when=DIFFERS),
        refuse(
            "network_representation",
            "UPDATE",
            name="representation_grant_stays",
            when=f"OLD.granted_at IS NOT NULL AND ({GIVEN_DIFFERS})",
        ),
        refuse(
            "network_representation",
            "UPDATE",
            name="representation_only_less",
            when="OLD.granted_at IS NOT NULL AND NEW.may_sign AND NOT OLD.may_sign",
        ),
    ]
