"""The letter of a digest: one for everybody who chose the same, in one language, over one window."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.mailing.letters import Letter, letter_of

from .lists import in_words
from .news import News, as_item
from .rules.choices import Choice

MANAGE = "{{{manage_url}}}"
"""The place in the letter for the address of one's own page."""


def letter(choice: Choice, news: Sequence[News], language: str) -> Letter:
    """What is new for who chose this."""
    with translation.override(language):
        items = [as_item(one, language) for one in news]
        return letter_of(
            items,
            subject=_subject([one.title for one in items]),
            language=language,
            heading=_("Wat er nieuw is"),
            intro=_("U volgt: %(what)s.") % {"what": in_words(choice)},
            reason=_("U krijgt deze mail omdat u erom vroeg, en dat bevestigde."),
            manage_url=MANAGE,
        )


def _subject(titles: Sequence[str]) -> str:
    more = len(titles) - 1
    if not more:
        return titles[0]
    words = ngettext("%(title)s en nog %(more)d bericht", "%(title)s en nog %(more)d berichten", more)
    return words % {"title": titles[0], "more": more}
