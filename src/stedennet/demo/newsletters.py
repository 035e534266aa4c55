"""The demo's newsletters: one that was sent, and a draft."""

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.newsletters.flows import drafts, newsletters
from stedennet.newsletters.models import Newsletter

INTRO = """Dit is een voorbeeld. Zo ziet een nieuwsbrief eruit: een inleiding, en daaronder wat de redactie koos.

Alles wat hier staat, is ook op de site te vinden."""
INTRO_EN = """This is an example. A newsletter looks like this: an introduction, and below it what we chose."""
CHOSEN = 5


def load_newsletters() -> int:
    """Send one newsletter and create one draft, unless newsletters exist already; return how many were made."""
    if Newsletter.objects.exists():
        return 0
    newsletter = drafts.create_draft(subject="Voorbeeld: nieuws uit het netwerk", by=SYSTEM)
    words = {"intro": INTRO, "intro_en": INTRO_EN, "subject_en": "Example: news from the network"}
    drafts.save_words(newsletter, words, by=SYSTEM)
    subjects = {story.subject for story in drafts.find_news(newsletter)[:CHOSEN]}
    drafts.pick_stories(newsletter, subjects, by=SYSTEM)
    newsletters.schedule_newsletter(newsletter, now(), by=SYSTEM)
    newsletters.send_due_newsletters()
    drafts.create_draft(subject="Voorbeeld: de volgende nieuwsbrief", by=SYSTEM)
    return 2
