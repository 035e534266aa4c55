"""Drafts: creating a newsletter, picking news, writing and ordering stories."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from stedennet.changes.models import Change
from stedennet.core.access import Actor
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.core.records import store_record
from stedennet.core.slugs import find_free_slug
from stedennet.core.text import shorten_text
from stedennet.spreading import news
from stedennet.spreading.news import NewsItem

from ..access import can_compose
from ..models import Newsletter, Story
from ..rules.states import State

MAX_STORIES = 50
WORDS = ("subject", "subject_en", "intro", "intro_en")


def create_draft(*, subject: str, by: Actor) -> Newsletter:
    """Create a draft about the news since the last newsletter. Raises NotAllowed, RefusedFields."""
    _check_may_compose(by)
    if not subject.strip():
        raise RefusedFields({"subject": _("Schrijf een onderwerp.")})
    return store_record(
        Newsletter(
            subject=subject.strip(),
            slug=find_free_slug(Newsletter.objects, subject, otherwise="nieuwsbrief"),
            from_line=_find_last_told_line(),
            to_line=_find_end_of_log(),
            created_at=now(),
            created_by_id=by.pk,
        )
    )


def _find_last_told_line() -> int:
    last = Newsletter.objects.public().values_list("to_line", flat=True).first()
    return last or 0


def _find_end_of_log() -> int:
    return Change.objects.latest_first().values_list("pk", flat=True).first() or 0


def find_news(newsletter: Newsletter) -> list[NewsItem]:
    """Find what appeared or changed in the draft's window of the log and is public now."""
    return news.find_news_in_window(newsletter.from_line, newsletter.to_line)


@transaction.atomic
def refresh_draft(newsletter: Newsletter, *, by: Actor) -> Newsletter:
    """Extend the draft's window to the current end of the log. Raises NotAllowed, Refused."""
    draft = _lock_draft(newsletter, by)
    draft.to_line = max(_find_end_of_log(), draft.from_line)
    draft.save(update_fields=["to_line"])
    return draft


@transaction.atomic
def pick_stories(newsletter: Newsletter, subjects: Collection[tuple[str, str]], *, by: Actor) -> int:
    """Add these news items at the end; return how many were added. Raises NotAllowed, Refused."""
    draft = _lock_draft(newsletter, by)
    existing = set(draft.stories.values_list("subject_type", "subject_id"))
    picked = [
        news_item
        for news_item in find_news(draft)
        if news_item.subject in subjects and news_item.subject not in existing
    ]
    if len(existing) + len(picked) > MAX_STORIES:
        raise Refused(_("Kies hooguit %(most)s berichten.") % {"most": MAX_STORIES})
    last = max(draft.stories.values_list("position", flat=True), default=0)
    rows = [_build_story(draft, news_item, last + number) for number, news_item in enumerate(picked, 1)]
    Story.objects.bulk_create(rows)
    return len(rows)


def _build_story(newsletter: Newsletter, news_item: NewsItem, position: int) -> Story:
    fields: dict[str, Any] = {}
    for language, suffix in (("nl", ""), ("en", "_en")):
        with translation.override(language):
            item = news.build_letter_item(news_item, language)
        fields |= {f"kind{suffix}": item.kind, f"title{suffix}": item.title, f"url{suffix}": item.url}
        fields[f"summary{suffix}"] = shorten_text(item.summary, 400)
        fields |= {"day": item.date, "organisation": shorten_text(item.organisation, 300)}
    kind, key = news_item.subject
    return Story(newsletter=newsletter, position=position, subject_type=kind, subject_id=key, **fields)


@transaction.atomic
def save_words(newsletter: Newsletter, words: Mapping[str, str], *, by: Actor) -> Newsletter:
    """Store subject and introduction of the newsletter. Raises NotAllowed, Refused, RefusedFields."""
    draft = _lock_draft(newsletter, by)
    for name in WORDS:
        if name in words:
            setattr(draft, name, words[name].strip())
    return store_record(draft)


@transaction.atomic
def arrange_stories(newsletter: Newsletter, stories: Mapping[int, Mapping[str, object]], *, by: Actor) -> None:
    """Store changes to stories by key: `position`, `title`, `summary`, their English versions, and `remove`.

    Positions are then renumbered from 1. Raises NotAllowed, Refused, RefusedFields.
    """
    draft = _lock_draft(newsletter, by)
    for story in draft.stories.all():
        changes = stories.get(story.pk)
        if changes is None:
            continue
        if changes.get("remove"):
            story.delete()
            continue
        for name in ("position", "title", "title_en", "summary", "summary_en"):
            if name in changes:
                setattr(story, name, changes[name])
        store_record(story)
    _renumber_stories(draft)


@transaction.atomic
def move_story(newsletter: Newsletter, key: int, offset: int, *, by: Actor) -> None:
    """Move one story down by `offset` positions, or up if it is negative. Raises NotAllowed, Refused."""
    draft = _lock_draft(newsletter, by)
    order = list(draft.stories.all())
    index = next((position for position, story in enumerate(order) if story.pk == key), None)
    if index is None:
        return
    order.insert(max(min(index + offset, len(order) - 1), 0), order.pop(index))
    _store_order(order)


def _renumber_stories(newsletter: Newsletter) -> None:
    _store_order(list(newsletter.stories.all()))


def _store_order(stories: list[Story]) -> None:
    for number, story in enumerate(stories, 1):
        story.position = number
    Story.objects.bulk_update(stories, ["position"])


@transaction.atomic
def discard_draft(newsletter: Newsletter, *, by: Actor) -> None:
    """Delete a draft. Raises NotAllowed, Refused."""
    _lock_draft(newsletter, by).delete()


def _lock_draft(newsletter: Newsletter, by: Actor) -> Newsletter:
    """Lock and reload the newsletter. Raises NotAllowed, or Refused when it is no longer a draft."""
    _check_may_compose(by)
    draft: Newsletter = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if draft.state != State.DRAFT:
        raise Refused(_("Deze nieuwsbrief is geen concept meer, en verandert niet."))
    return draft


def _check_may_compose(by: Actor) -> None:
    if not can_compose(by):
        raise NotAllowed(_("Alleen redacteuren maken een nieuwsbrief."))
