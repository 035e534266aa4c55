"""The letter of a newsletter in one language, in the layout that the site gives letters."""

from django.utils import translation
from django.utils.translation import gettext as _

from stedennet.core.text import get_localised_text
from stedennet.mailing.letters import Letter, LetterItem, write_letter

from .links import get_page_url
from .models import Newsletter, Story

MANAGE_URL = "{{{manage_url}}}"


def build_letter(newsletter: Newsletter, language: str) -> Letter:
    """Build the letter of a newsletter. Raises Refused when it is too long."""
    with translation.override(language):
        return write_letter(
            [build_letter_item(story, language) for story in newsletter.stories.public()],
            subject=get_localised_text(newsletter, "subject", language),
            intro=get_localised_text(newsletter, "intro", language),
            language=language,
            reason=_("U krijgt deze nieuwsbrief omdat u erom vroeg, en dat bevestigde."),
            manage_url=MANAGE_URL,
            web_url=get_page_url(newsletter.slug, language),
        )


def build_letter_item(story: Story, language: str) -> LetterItem:
    """Build the item for a story in one language."""
    return LetterItem(
        kind=get_localised_text(story, "kind", language),
        title=get_localised_text(story, "title", language),
        summary=get_localised_text(story, "summary", language),
        url=get_localised_text(story, "url", language),
        date=story.day,
        organisation=story.organisation,
    )
