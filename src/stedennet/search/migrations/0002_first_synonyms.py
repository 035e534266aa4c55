"""The words to begin with; editors change them as they like."""

from django.db import migrations

GROUPS = [
    "openbare verlichting, straatverlichting",
    "lantaarnpaal, lichtmast",
    "laadpaal, laadpunt, oplaadpunt",
    "elektrische auto, EV, elektrisch voertuig",
    "deelauto, autodelen",
    "deelfiets, fietsdelen",
    "luchtkwaliteit, fijnstof, stikstof",
    "burgerparticipatie, bewonersparticipatie, inspraak",
    "inwoner, bewoner, burger",
    "kunstmatige intelligentie, AI, artificial intelligence",
    "digitale tweeling, digital twin",
    "open data, open gegevens",
    "persoonsgegevens, privacy, AVG",
    "circulaire economie, kringloopeconomie",
    "internet of things, IoT",
    "smart city, slimme stad",
    "proeftuin, living lab",
    "fieldlab, proeftuin",
]


def add(apps, schema_editor):
    Synonyms = apps.get_model("search", "Synonyms")
    for words in GROUPS:
        Synonyms.objects.get_or_create(words=words)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
