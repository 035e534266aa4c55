"""The demo's newsletters: one that went out, and one that an editor works on."""

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.newsletters.flows import drafts, newsletters
from stedennet.newsletters.models import Newsletter

INTRO = """Dit is een voorbeeld. Zo ziet een nieuwsbrief eruit: een inleiding, en daaronder wat de redactie koos.

Alles wat hier staat, is ook op de site te vinden."""
INTRO_EN = """This is an example. A newsletter looks like this: an introduction, and below it what we chose."""
CHOSEN = 5


def load_newsletters() -> int:
    """One newsletter on its way and one draft, once; returns how many came."""
    if Newsletter.objects.exists():
        return 0
    letter = drafts.create_draft(subject="Voorbeeld: nieuws uit het netwerk", by=SYSTEM)
    words = {"intro": INTRO, "intro_en": INTRO_EN, "subject_en": "Example: news from the network"}
    drafts.save_words(letter, words, by=SYSTEM)
    drafts.pick_stories(letter, {one.subject for one in drafts.find_news(letter)[:CHOSEN]}, by=SYSTEM)
    newsletters.schedule_newsletter(letter, now(), by=SYSTEM)
    newsletters.send_due_newsletters()
    drafts.create_draft(subject="Voorbeeld: de volgende nieuwsbrief", by=SYSTEM)
    return 2
