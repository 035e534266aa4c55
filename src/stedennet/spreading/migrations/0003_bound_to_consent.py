"""A subscription is active as long as its consent stands, and what was stopped stays stopped, whoever tries."""

from django.db import migrations

from stedennet.core.guards import refuse

TAKEN_BACK = (
    "NEW.stopped_at IS NULL AND EXISTS "
    "(SELECT 1 FROM accounts_consent c WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NOT NULL)"
)
STILL_USED = (
    "NEW.withdrawn_at IS NOT NULL AND EXISTS "
    "(SELECT 1 FROM spreading_subscription s WHERE s.consent_id = NEW.id AND s.stopped_at IS NULL)"
)
TABLE = "spreading_subscription"


class Migration(migrations.Migration):
    dependencies = [("spreading", "0002_subscriptions"), ("accounts", "0003_consent_stays")]
    operations = [
        refuse(TABLE, "INSERT", name="subscription_needs_consent", when=TAKEN_BACK),
        refuse(TABLE, "UPDATE", name="subscription_keeps_consent", when=TAKEN_BACK),
        refuse(
            TABLE,
            "UPDATE",
            name="subscription_stays_stopped",
            when="OLD.stopped_at IS NOT NULL AND OLD.stopped_at {differs} NEW.stopped_at",
        ),
        refuse(
            TABLE,
            "UPDATE",
            name="subscription_never_back",
            when="NEW.position < OLD.position OR NEW.subscriber_id <> OLD.subscriber_id",
        ),
        refuse("accounts_consent", "UPDATE", name="consent_in_use", when=STILL_USED),
    ]
