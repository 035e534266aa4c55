"""A consent is proof: it is never deleted, not even by replacing it, and never becomes that of another account."""

from django.db import migrations

from stedennet.core.guards import refuse, refuse_replacing

TABLE = "accounts_consent"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_role_grants")]
    operations = [
        refuse(TABLE, "DELETE", name="consent_is_not_deleted", when="1 = 1"),
        refuse(
            TABLE,
            "UPDATE",
            name="consent_account_stays",
            when="OLD.user_id IS NOT NULL AND NEW.user_id IS NOT NULL AND OLD.user_id <> NEW.user_id",
        ),
        refuse_replacing(TABLE, "id", name="consent_is_not_replaced"),
    ]
