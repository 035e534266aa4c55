"""What holds at one time may not overlap: leads of a theme, roles, memberships (docs/decisions/0005)."""

from django.db import migrations

from stedennet.core.constraints import no_overlap


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = [
        no_overlap("network_themerole", name="one_lead_overlap", same=["theme_id"], where="role = 'lead'"),
        no_overlap("network_themerole", name="themerole_overlap", same=["theme_id", "organisation_id", "role"]),
        no_overlap("network_groupmembership", name="membership_overlap", same=["group_id", "organisation_id"]),
        no_overlap("network_representation", name="representation_overlap", same=["user_id", "organisation_id"]),
    ]
