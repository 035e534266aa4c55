"""What somebody agreed to stays as it was: it can be taken back once, and not be changed."""

from django.db import migrations

from stedennet.core.guards import refuse

WORDS = ("kind", "wording", "version", "language", "given_at", "page")
# A person who leaves becomes a hash (accounts.flows.delete_account): the hash may be filled in, not changed.
CHANGED = " OR ".join(f"OLD.{name} {{differs}} NEW.{name}" for name in WORDS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_consent_version")]
    operations = [
        refuse("accounts_consent", "UPDATE", name="consent_words_stay", when=CHANGED),
        refuse(
            "accounts_consent",
            "UPDATE",
            name="consent_person_stays",
            when="OLD.email_hash <> '' AND OLD.email_hash {differs} NEW.email_hash",
        ),
        refuse(
            "accounts_consent",
            "UPDATE",
            name="consent_taken_back_once",
            when="OLD.withdrawn_at IS NOT NULL AND OLD.withdrawn_at {differs} NEW.withdrawn_at",
        ),
    ]
