"""The letter of a digest: one for everybody who chose the same, in one language, over one window."""

from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.core.errors import Refused
from stedennet.mailing.letters import Letter, write_letter

from .lists import describe_choice, get_list_url
from .news import NewsItem, build_letter_item
from .rules.choices import Choice

MANAGE = "{{{manage_url}}}"
"""The place in the letter for the address of one's own page."""


AT_LENGTH = (50, 25, 10, 5)
"""How many things a digest tells of at length: fewer when their words are so long that mail programs would cut it."""


def build_letter(choice: Choice, news: Sequence[NewsItem], language: str) -> Letter:
    """What is new for who chose this; what does not fit stands there as a number, with a link to the list."""
    for most in AT_LENGTH[:-1]:
        with suppress(Refused):
            return _build_letter_of_length(choice, news, language, most)
    return _build_letter_of_length(choice, news, language, AT_LENGTH[-1])


def _build_letter_of_length(choice: Choice, news: Sequence[NewsItem], language: str, most: int) -> Letter:
    with translation.override(language):
        items = [build_letter_item(one, language) for one in news]
        page = get_list_url(choice)
        return write_letter(
            items,
            subject=_build_subject([one.title for one in items]),
            language=language,
            heading=_("Wat er nieuw is"),
            intro=_("U volgt: %(what)s.") % {"what": describe_choice(choice)},
            reason=_("U krijgt deze mail omdat u erom vroeg, en dat bevestigde."),
            manage_url=MANAGE,
            more_url=f"{settings.SITE_URL}{page}" if page else "",
            most=most,
        )


def _build_subject(titles: Sequence[str]) -> str:
    more = len(titles) - 1
    if not more:
        return titles[0]
    words = ngettext("%(title)s en nog %(more)d bericht", "%(title)s en nog %(more)d berichten", more)
    return words % {"title": titles[0], "more": more}
