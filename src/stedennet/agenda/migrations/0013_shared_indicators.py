"""Indicators that stand by themselves, each with a page; those of an action keep working and get an address."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils.text import slugify

from stedennet.core.guards import refuse

OWN = "(SELECT action_id FROM agenda_indicator WHERE id = NEW.indicator_id) IS NOT NULL"
HAS_PLACE = "NEW.organisation_id IS NOT NULL OR NEW.area <> ''"
MISPLACED = f"({OWN}) = ({HAS_PLACE}) OR (NEW.kind = 'target' AND ({HAS_PLACE}))"


def give_addresses(apps, schema_editor):
    """Give each indicator of an action an address made of its name and the code of the action."""
    indicators = apps.get_model("agenda", "Indicator").objects
    taken = set()
    for indicator in indicators.select_related("action").order_by("pk"):
        slug = slugify(f"{indicator.name[:90]} {indicator.action.code}")
        slug = slug if slug not in taken else f"{slug}-{indicator.pk}"
        taken.add(slug)
        indicators.filter(pk=indicator.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0012_purposes"),
        ("network", "0008_figures"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="indicator",
            name="indicator_direction_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="indicatorpoint",
            name="indicator_point_once_a_day",
        ),
        migrations.AddField(
            model_name="indicator",
            name="adds_up",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Dan staat er ook het aantal per 1.000 inwoners bij, waar dat bekend is.",
                verbose_name="is een aantal",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="is_comparable",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="geschikt om organisaties te vergelijken"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="method",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="hoe het gemeten wordt"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="method_en",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="hoe het gemeten wordt, in het Engels"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="name_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=150, verbose_name="naam in het Engels"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="publisher",
            field=models.CharField(blank=True, db_default="", default="", max_length=150, verbose_name="wie het meet"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="slug",
            field=models.SlugField(blank=True, max_length=120, null=True, unique=True, verbose_name="adres"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="source_url",
            field=models.URLField(blank=True, db_default="", default="", max_length=500, verbose_name="bron"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="themes",
            field=models.ManyToManyField(
                blank=True, related_name="indicators", to="network.theme", verbose_name="thema's"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="unit_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="eenheid in het Engels"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="used_by",
            field=models.ManyToManyField(
                blank=True, related_name="used_indicators", to="agenda.action", verbose_name="acties die hem gebruiken"
            ),
        ),
        migrations.AddField(
            model_name="indicatorpoint",
            name="area",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nl", "Nederland"),
                    ("class1", "zeer sterk stedelijke gemeenten"),
                    ("class2", "sterk stedelijke gemeenten"),
                    ("class3", "matig stedelijke gemeenten"),
                    ("class4", "weinig stedelijke gemeenten"),
                    ("class5", "niet stedelijke gemeenten"),
                ],
                db_default="",
                default="",
                max_length=6,
                verbose_name="van welk gebied",
            ),
        ),
        migrations.AddField(
            model_name="indicatorpoint",
            name="note",
            field=models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="opmerking"),
        ),
        migrations.AddField(
            model_name="indicatorpoint",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicator_points",
                to="network.organisation",
                verbose_name="van welke organisatie",
            ),
        ),
        migrations.AddField(
            model_name="indicatorpoint",
            name="precision",
            field=models.CharField(
                choices=[("day", "dag"), ("month", "maand"), ("year", "jaar")],
                db_default="day",
                default="day",
                max_length=5,
                verbose_name="bekend tot op",
            ),
        ),
        migrations.AddField(
            model_name="indicatorpoint",
            name="publisher",
            field=models.CharField(blank=True, db_default="", default="", max_length=150, verbose_name="wie het mat"),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="action",
            field=models.ForeignKey(
                blank=True,
                help_text="Leeg: de indicator staat op zichzelf en meer acties kunnen hem gebruiken.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="indicators",
                to="agenda.action",
                verbose_name="van één actie",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="direction",
            field=models.CharField(
                choices=[("up", "meer is beter"), ("down", "minder is beter"), ("none", "geen van beide")],
                default="up",
                max_length=4,
                verbose_name="richting",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["up", "down", "none"])), name="indicator_direction_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__isnull", True), models.Q(("direction", "none"), _negated=True), _connector="OR"
                ),
                name="indicator_of_an_action_has_a_direction",
                violation_error_message="Zeg bij een indicator van een actie welke kant goed is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__isnull", False),
                    models.Q(
                        ("slug__isnull", False),
                        models.Q(("publisher", ""), _negated=True),
                        models.Q(("method", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="indicator_by_itself_has_a_source",
                violation_error_message="Noem wie het meet en hoe: deze indicator staat op zichzelf.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__isnull", True), models.Q(("slug__in", ["", "waarden"]), _negated=True), _connector="OR"
                ),
                name="indicator_address_is_free",
                violation_error_message="Dit adres is van een andere pagina.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", True)),
                fields=("indicator", "kind", "on", "area"),
                name="indicator_point_once_a_day",
                violation_error_message="Voor deze dag staat er al een waarde.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", False)),
                fields=("indicator", "kind", "on", "organisation"),
                name="indicator_point_once_a_day_and_organisation",
                violation_error_message="Voor deze organisatie en dag staat er al een waarde.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("precision__in", ["day", "month", "year"])),
                name="indicator_point_precision_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("area", ""),
                    ("area__in", ["nl", "class1", "class2", "class3", "class4", "class5"]),
                    _connector="OR",
                ),
                name="indicator_point_area_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("organisation__isnull", True), ("area", ""), _connector="OR"),
                name="indicator_point_of_one_place",
                violation_error_message="Kies een organisatie of een gebied, niet allebei.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("area", "")),
                    models.Q(models.Q(("publisher", ""), _negated=True), models.Q(("source_url", ""), _negated=True)),
                    _connector="OR",
                ),
                name="indicator_point_of_a_place_has_a_source",
                violation_error_message="Noem bij deze waarde wie hem mat en waar die staat.",
            ),
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop, elidable=True),
        *(
            refuse(
                "agenda_indicatorpoint",
                event,
                name=f"indicator_point_fits_indicator_{event.lower()}",
                when=MISPLACED,
            )
            for event in ("INSERT", "UPDATE")
        ),
        refuse(
            "agenda_indicator",
            "UPDATE",
            name="indicator_keeps_its_kind",
            when="(OLD.action_id IS NULL) <> (NEW.action_id IS NULL) AND "
            "EXISTS (SELECT 1 FROM agenda_indicatorpoint WHERE indicator_id = NEW.id)",
        ),
    ]
