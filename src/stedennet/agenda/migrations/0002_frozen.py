"""What was laid before the parties stays as it is: the database refuses changes of frozen and sealed editions."""

from django.db import migrations

from stedennet.core.guards import refuse

OPEN = "('draft', 'consultation')"
NOT_OPEN = "(SELECT status FROM agenda_edition WHERE id = {row}.edition_id) NOT IN " + OPEN
NOT_OPEN_BY_COMMITMENT = (
    "(SELECT e.status FROM agenda_edition e JOIN agenda_commitment c ON c.edition_id = e.id "
    "WHERE c.id = {row}.commitment_id) NOT IN " + OPEN
)
CONTENT = {
    "agenda_commitment": NOT_OPEN,
    "agenda_party": NOT_OPEN,
    "agenda_commitmentpartner": NOT_OPEN_BY_COMMITMENT,
    "agenda_commitment_themes": NOT_OPEN_BY_COMMITMENT,
    "agenda_commitment_depends_on": NOT_OPEN_BY_COMMITMENT,
}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
TEXT = ("number", "title", "title_en", "foreword", "foreword_en", "strategy_id", "quorum", "source_url", "frozen_at")
"""What the parties decide on, besides the actions."""
STEPS = (
    ("draft", "consultation"),
    ("draft", "approval"),
    ("consultation", "approval"),
    ("approval", "adopted"),
    ("adopted", "superseded"),
    ("draft", "withdrawn"),
    ("consultation", "withdrawn"),
    ("approval", "withdrawn"),
)
"""As in rules/editions.py on the day of this migration."""
DECIDED = ("party_id", "decision", "words", "signed_by", "mandate_body", "mandate_on", "mandate_url", "decided_at")


def any_differs(columns):
    return "(" + " OR ".join(f"OLD.{one} {{differs}} NEW.{one}" for one in columns) + ")"


def content_guards():
    for table, condition in CONTENT.items():
        for event, rows in ROWS.items():
            when = " OR ".join(condition.replace("{row}", row) for row in rows)
            yield refuse(table, event, name=f"{table}_frozen_{event.lower()}", when=when)


ALLOWED = " OR ".join(f"(OLD.status = '{begin}' AND NEW.status = '{end}')" for begin, end in STEPS)

EDITION_GUARDS = [
    refuse("agenda_edition", "INSERT", name="edition_begins_as_draft", when="NEW.status <> 'draft'"),
    refuse(
        "agenda_edition",
        "UPDATE",
        name="edition_frozen_text",
        when=f"OLD.status NOT IN {OPEN} AND {any_differs(TEXT)}",
    ),
    refuse(
        "agenda_edition",
        "UPDATE",
        name="edition_frozen_seal",
        when=f"OLD.seal <> '' AND {any_differs(('sealed', 'seal', 'adopted_at'))}",
    ),
    refuse(
        "agenda_edition", "UPDATE", name="edition_frozen_step", when=f"OLD.status <> NEW.status AND NOT ({ALLOWED})"
    ),
    refuse("agenda_edition", "DELETE", name="edition_frozen_delete", when=f"OLD.status NOT IN {OPEN}"),
]
APPROVAL_GUARDS = [
    refuse(
        "agenda_approval",
        "INSERT",
        name="approval_frozen_insert",
        when="(SELECT e.status FROM agenda_edition e JOIN agenda_party p ON p.edition_id = e.id "
        "WHERE p.id = NEW.party_id) <> 'approval'",
    ),
    refuse(
        "agenda_approval",
        "UPDATE",
        name="approval_frozen_update",
        when=f"{any_differs(DECIDED)} OR (OLD.withdrawn_at IS NOT NULL AND "
        f"{any_differs(('withdrawn_at', 'withdrawn_reason'))})",
    ),
    refuse("agenda_approval", "DELETE", name="approval_frozen_delete", when="1 = 1"),
]


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial")]
    operations = [*content_guards(), *EDITION_GUARDS, *APPROVAL_GUARDS]
