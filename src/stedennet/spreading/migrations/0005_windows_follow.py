"""The windows of a subscription never overlap, whoever writes them."""

from django.db import migrations

from stedennet.core.guards import refuse

OVERLAPS = (
    "EXISTS (SELECT 1 FROM spreading_digest d WHERE d.subscription_id = NEW.subscription_id "
    "AND d.from_line < NEW.to_line AND d.to_line > NEW.from_line)"
)
MOVES = (
    "OLD.subscription_id <> NEW.subscription_id OR OLD.from_line <> NEW.from_line OR NEW.to_line < OLD.to_line "
    "OR (OLD.state <> 'empty' AND NEW.to_line <> OLD.to_line) OR EXISTS (SELECT 1 FROM spreading_digest d "
    "WHERE d.id <> NEW.id AND d.subscription_id = NEW.subscription_id "
    "AND d.from_line < NEW.to_line AND d.to_line > NEW.from_line)"
)


class Migration(migrations.Migration):
    dependencies = [("spreading", "0004_digests")]
    operations = [
        refuse("spreading_digest", "INSERT", name="digest_no_overlap", when=OVERLAPS),
        refuse("spreading_digest", "UPDATE", name="digest_stays_in_place", when=MOVES),
    ]
