"""An action may be a part of another one in the same edition; a part has no parts itself."""

import django.db.models.deletion
from django.db import migrations, models

from stedennet.core.guards import refuse

IS_NO_PARENT = (
    "NEW.parent_id = NEW.id OR NOT EXISTS (SELECT 1 FROM agenda_commitment p WHERE p.id = NEW.parent_id "
    "AND p.edition_id = NEW.edition_id AND p.parent_id IS NULL) "
    "OR EXISTS (SELECT 1 FROM agenda_commitment c WHERE c.parent_id = NEW.id)"
)
LEAVES_ITS_PARTS = (
    "NEW.edition_id <> OLD.edition_id AND EXISTS (SELECT 1 FROM agenda_commitment c WHERE c.parent_id = NEW.id)"
)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0015_shared_responsibility")]

    operations = [
        migrations.AddField(
            "commitment",
            "parent",
            models.ForeignKey(
                blank=True,
                help_text="Een actie in dezelfde editie, die zelf geen onderdeel is.",
                limit_choices_to=models.Q(("edition__status__in", ("draft", "consultation")), ("parent", None)),
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="parts",
                to="agenda.commitment",
                verbose_name="onderdeel van",
            ),
        ),
        refuse(
            "agenda_commitment",
            "INSERT",
            name="part_of_an_action_insert",
            when=f"NEW.parent_id IS NOT NULL AND ({IS_NO_PARENT})",
        ),
        refuse(
            "agenda_commitment",
            "UPDATE",
            name="part_of_an_action_update",
            when=f"(NEW.parent_id IS NOT NULL AND ({IS_NO_PARENT})) OR ({LEAVES_ITS_PARTS})",
        ),
    ]
