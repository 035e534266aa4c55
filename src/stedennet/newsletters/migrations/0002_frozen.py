"""What is no draft is frozen, and states follow each other: also for an UPDATE that no flow ever sees."""

from django.db import migrations

from stedennet.core.guards import refuse

TABLE, STORIES = "newsletters_newsletter", "newsletters_story"
CONTENT = ("subject", "subject_en", "slug", "intro", "intro_en", "from_line", "to_line")
CHANGED = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in CONTENT)
STEPS = (
    "(OLD.state = 'draft' AND NEW.state = 'scheduled') OR (OLD.state = 'scheduled' AND NEW.state IN ('draft', 'sending')) "
    "OR (OLD.state = 'sending' AND NEW.state IN ('sent', 'stopped'))"
)


def letter_of(row: str) -> str:
    return f"(SELECT state FROM {TABLE} WHERE id = {row}.newsletter_id) <> 'draft'"


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0001_initial")]

    operations = [
        refuse(TABLE, "UPDATE", name="newsletter_frozen", when=f"OLD.state <> 'draft' AND ({CHANGED})"),
        refuse(TABLE, "UPDATE", name="newsletter_step", when=f"OLD.state <> NEW.state AND NOT ({STEPS})"),
        refuse(TABLE, "INSERT", name="newsletter_begins_as_draft", when="NEW.state <> 'draft'"),
        refuse(STORIES, "INSERT", name="newsletter_story_added", when=letter_of("NEW")),
        refuse(STORIES, "UPDATE", name="newsletter_story_changed", when=letter_of("OLD")),
        refuse(STORIES, "DELETE", name="newsletter_story_removed", when=letter_of("OLD")),
    ]
