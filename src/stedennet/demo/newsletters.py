"""The demo's newsletters: one that went out, and one that an editor works on."""

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.newsletters.flows import composing, sending
from stedennet.newsletters.models import Newsletter

INTRO = """Dit is een voorbeeld. Zo ziet een nieuwsbrief eruit: een inleiding, en daaronder wat de redactie koos.

Alles wat hier staat, is ook op de site te vinden."""
INTRO_EN = """This is an example. A newsletter looks like this: an introduction, and below it what we chose."""
CHOSEN = 5


def load_newsletters() -> int:
    """One newsletter on its way and one draft, once; returns how many came."""
    if Newsletter.objects.exists():
        return 0
    letter = composing.begin(subject="Voorbeeld: nieuws uit het netwerk", by=SYSTEM)
    words = {"intro": INTRO, "intro_en": INTRO_EN, "subject_en": "Example: news from the network"}
    composing.write(letter, words, by=SYSTEM)
    composing.pick(letter, {one.subject for one in composing.whats_new(letter)[:CHOSEN]}, by=SYSTEM)
    sending.schedule(letter, now(), by=SYSTEM)
    sending.send_due()
    composing.begin(subject="Voorbeeld: de volgende nieuwsbrief", by=SYSTEM)
    return 2
