"""A theme with an English name has a Dutch one beside it, and two themes of one name are told apart."""

from django.db import migrations, models

from stedennet.core.guards import AddColumn


def mark_recurring_names(apps, schema_editor):
    from stedennet.network.rules.theme_names import find_distinctions

    themes = apps.get_model("network", "Theme").objects.select_related("scheme")
    named = {theme.pk: ((theme.name, theme.name_en), theme.scheme.slug) for theme in themes}
    for key, distinction in find_distinctions(named).items():
        if distinction:
            themes.model.objects.filter(pk=key).update(distinction=distinction)


class Migration(migrations.Migration):
    dependencies = [("network", "0008_figures")]

    operations = [
        AddColumn(
            "theme",
            "subtitle",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Een Nederlandse naam, voor een thema met een Engelse naam. Die staat erbij.",
                max_length=120,
                verbose_name="in gewone woorden",
            ),
        ),
        AddColumn(
            "theme",
            "distinction",
            models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=60, verbose_name="onderscheid"
            ),
        ),
        migrations.RunPython(mark_recurring_names, migrations.RunPython.noop),
    ]
