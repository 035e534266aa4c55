"""The letter of a digest, shared by all subscribers with the same choice, language and window."""

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

MANAGE_URL = "{{{manage_url}}}"
"""Placeholder for the URL of the subscriber's own page."""
AT_LENGTH = (50, 25, 10, 5)
"""Items shown in full; fewer if the letter would become so long that mail programs cut it off."""


def build_letter(choice: Choice, news: Sequence[NewsItem], language: str) -> Letter:
    """Build the letter with news for a choice; items that do not fit are counted, with a link to the list."""
    for most in AT_LENGTH[:-1]:
        with suppress(Refused):
            return _build_letter_of_length(choice, news, language, most)
    return _build_letter_of_length(choice, news, language, AT_LENGTH[-1])


def _build_letter_of_length(choice: Choice, news: Sequence[NewsItem], language: str, most: int) -> Letter:
    with translation.override(language):
        items = [build_letter_item(news_item, language) for news_item in news]
        list_url = get_list_url(choice)
        return write_letter(
            items,
            subject=_build_subject([item.title for item in items]),
            language=language,
            heading=_("Wat er nieuw is"),
            intro=_("U volgt: %(what)s.") % {"what": describe_choice(choice)},
            reason=_("U krijgt deze mail omdat u erom vroeg, en dat bevestigde."),
            manage_url=MANAGE_URL,
            more_url=f"{settings.SITE_URL}{list_url}" if list_url else "",
            most=most,
        )


def _build_subject(titles: Sequence[str]) -> str:
    more = len(titles) - 1
    if not more:
        return titles[0]
    words = ngettext("%(title)s en nog %(more)d bericht", "%(title)s en nog %(more)d berichten", more)
    return words % {"title": titles[0], "more": more}
