"""The letter of a newsletter: the words and stories of one language, in the looks that the site gives letters."""

from django.utils import translation
from django.utils.translation import gettext as _

from stedennet.core.text import in_language
from stedennet.mailing.letters import Item, Letter, letter_of

from .links import page_of
from .models import Newsletter, Story

MANAGE = "{{{manage_url}}}"


def letter(newsletter: Newsletter, language: str) -> Letter:
    """The newsletter as a letter. Raises Refused when it is too long."""
    with translation.override(language):
        return letter_of(
            [as_item(one, language) for one in newsletter.stories.public()],
            subject=in_language(newsletter, "subject", language),
            intro=in_language(newsletter, "intro", language),
            language=language,
            reason=_("U krijgt deze nieuwsbrief omdat u erom vroeg, en dat bevestigde."),
            manage_url=MANAGE,
            web_url=page_of(newsletter.slug, language),
        )


def as_item(story: Story, language: str) -> Item:
    """A story as a letter tells it."""
    return Item(
        kind=in_language(story, "kind", language),
        title=in_language(story, "title", language),
        summary=in_language(story, "summary", language),
        url=in_language(story, "url", language),
        date=story.day,
        organisation=story.organisation,
    )
