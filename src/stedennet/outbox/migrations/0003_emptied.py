"""What was sent keeps no address, no words and no secret links: emptied, also what is there already."""

import hashlib

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

MOST_ATTEMPTS = 8
EMPTY = {"to": "", "reply_to": "", "subject": "", "text": "", "html": ""}


def empty(apps, schema_editor):
    mails = apps.get_model("outbox", "OutgoingMail").objects
    for key, address in mails.values_list("pk", "to").iterator():
        mails.filter(pk=key).update(to_hash=hashlib.sha256(address.strip().lower().encode()).hexdigest())
    if not settings.DEMO:
        mails.filter(Q(sent_at__isnull=False) | Q(attempts__gte=MOST_ATTEMPTS)).update(**EMPTY)


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="template",
            field=models.CharField(blank=True, db_default="", max_length=60, verbose_name="sjabloon"),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="to_hash",
            field=models.CharField(
                blank=True, db_default="", db_index=True, max_length=64, verbose_name="hash van het e-mailadres"
            ),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="text",
            field=models.TextField(blank=True, verbose_name="tekst"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="to",
            field=models.EmailField(blank=True, max_length=254, verbose_name="aan"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="subject",
            field=models.CharField(blank=True, max_length=300, verbose_name="onderwerp"),
        ),
        migrations.RunPython(empty, migrations.RunPython.noop),
    ]
